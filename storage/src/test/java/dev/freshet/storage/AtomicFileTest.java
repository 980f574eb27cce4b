package dev.freshet.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {

  @TempDir Path directory;

  @Test
  void contentIsReplacedAndNothingIsLeftBeside() throws IOException {
    Path path = directory.resolve("report.json");
    AtomicFile file = new AtomicFile(path);

    file.replace("old".getBytes(StandardCharsets.UTF_8));
    file.replace("new".getBytes(StandardCharsets.UTF_8));

    assertThat(path).hasContent("new");
    assertThat(directory).isDirectoryContaining(path::equals).satisfies(AtomicFileTest::hasOneFile);
  }

  @Test
  void contentIsOnDiskBeforeItsNameAndTheNameBeforeTheEnd() throws IOException {
    Path path = Files.writeString(directory.resolve("report.json"), "old");
    SyncOrder order = new SyncOrder(path);

    new AtomicFile(path).replace("new".getBytes(StandardCharsets.UTF_8), order);

    assertThat(order.steps())
        .containsExactly(
            "content of report.json.tmp, report.json is old", "names, report.json is new");
  }

  @Test
  void fileThatCannotBeSyncedDoesNotReplaceTheOldOne() throws IOException {
    Path path = Files.writeString(directory.resolve("report.json"), "old");

    assertThatThrownBy(
            () -> new AtomicFile(path).replace(new byte[] {1}, SyncOrder.failing("bad disk")))
        .hasMessage("bad disk");

    assertThat(path).hasContent("old");
    assertThat(directory).satisfies(AtomicFileTest::hasOneFile);
  }

  @Test
  void permissionsStayWhenTheContentChanges() throws IOException {
    Path path = Files.createFile(directory.resolve("report.json"));
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-r-----"));

    new AtomicFile(path).replace(new byte[] {1});

    assertThat(permissions(path)).isEqualTo("rw-r-----");
  }

  @Test
  void secretIsReadableByItsOwnerOnlyWhateverWasThere() throws IOException {
    Path path = Files.createFile(directory.resolve("keys.json"));
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-r--r--"));

    new AtomicFile(path).replacePrivately(new byte[] {1});

    assertThat(permissions(path)).isEqualTo("rw-------");
    assertThat(directory).satisfies(AtomicFileTest::hasOneFile);
  }

  @Test
  void fileThatCannotBeReplacedStaysAsItWas() throws IOException {
    Path path = Files.createDirectories(directory.resolve("occupied/inside")).getParent();

    assertThatThrownBy(() -> new AtomicFile(path).replace(new byte[] {1}))
        .isInstanceOf(IOException.class);

    assertThat(path).isDirectory();
    assertThat(directory).satisfies(AtomicFileTest::hasOneFile);
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  private static void hasOneFile(Path directory) throws IOException {
    try (var files = Files.list(directory)) {
      assertThat(files).hasSize(1);
    }
  }
}
