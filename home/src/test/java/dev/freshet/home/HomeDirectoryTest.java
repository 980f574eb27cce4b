package dev.freshet.home;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HomeDirectoryTest {

  @TempDir private Path directory;

  @Test
  void newHomeIsForItsOwnerOnlyAndItsParentsAreNot() throws IOException {
    Path parent = directory.resolve("data");
    Path usual = Files.createDirectory(directory.resolve("usual"));

    Path home = HomeDirectory.create(parent.resolve("home"));

    assertThat(permissions(home)).isEqualTo("rwx------");
    assertThat(permissions(parent)).isEqualTo(permissions(usual));
  }

  @Test
  void permissionsOfAHomeThatIsThereAreKept() throws IOException {
    Path home = HomeDirectory.create(directory.resolve("home"));
    for (String wanted : new String[] {"rwxr-x---", "rwxrwxrwx"}) {
      Files.setPosixFilePermissions(home, PosixFilePermissions.fromString(wanted));

      HomeDirectory.create(home);

      assertThat(permissions(home)).isEqualTo(wanted);
    }
  }

  @Test
  void linkToADirectoryIsUsed() throws IOException {
    Path target = Files.createDirectory(directory.resolve("target"));
    Path home = Files.createSymbolicLink(directory.resolve("home"), target);

    assertThat(HomeDirectory.create(home)).isEqualTo(home).isDirectory();
  }

  @Test
  void fileInItsPlaceIsAnError() throws IOException {
    Path home = Files.createFile(directory.resolve("home"));

    assertThatThrownBy(() -> HomeDirectory.create(home))
        .isInstanceOf(FileAlreadyExistsException.class);
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
