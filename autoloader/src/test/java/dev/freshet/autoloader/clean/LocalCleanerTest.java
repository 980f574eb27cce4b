package dev.freshet.autoloader.clean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.autoloader.filelog.FileHistory.ArchiveMode;
import dev.freshet.autoloader.fs.LandingAccess;
import dev.freshet.autoloader.fs.LocalAccess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Test;

class LocalCleanerTest extends SourceCleanerContract {

  @Override
  String prefix() {
    return "";
  }

  @Override
  LandingAccess access(String landing) {
    return new LocalAccess(landing);
  }

  @Test
  void rewriteThatGotBackItsSizeAndTimeIsNotTheFileThatWasRead() throws IOException {
    read("a");
    FileTime time = Files.getLastModifiedTime(landing.resolve("a"));
    Files.writeString(landing.resolve("a"), "b\n");
    Files.setLastModifiedTime(landing.resolve("a"), time);
    clean(ArchiveMode.DELETE);

    assertThat(landing.resolve("a")).hasContent("b\n");
  }

  @Test
  void fileThatALinkLeadsToStays() throws IOException {
    read("a");
    Path outside = Files.move(landing.resolve("a"), home.resolve("outside"));
    Files.createSymbolicLink(landing.resolve("a"), outside);
    clean(ArchiveMode.DELETE);

    assertThat(outside).exists();
    assertThat(landing.resolve("a")).isSymbolicLink();
  }

  @Test
  void destinationInTheLandingPathIsRefused() {
    assertThatThrownBy(
            () ->
                access(landing.toString())
                    .removal()
                    .requireDestination(landing.resolve("done").toString()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("it lies in the landing path");
  }

  @Test
  void destinationOnAnotherFileSystemIsRefused() {
    assertThatThrownBy(
            () -> access(landing.toString()).removal().requireDestination("/dev/shm/freshet-test"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("on another file system");
  }
}
