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
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LocalCleanerTest extends SourceCleanerContract {
  private long writes;

  @Override
  protected String root() {
    return home.toString();
  }

  @Override
  protected LandingAccess access(String landing) {
    return new LocalAccess(landing);
  }

  @Override
  protected void put(String path, String content) throws IOException {
    Path file = Path.of(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(60 - ++writes)));
  }

  @Override
  protected void remove(String path) throws IOException {
    Files.delete(Path.of(path));
  }

  @Override
  protected void move(String path, String destination) throws IOException {
    Files.createDirectories(Path.of(destination).getParent());
    Files.move(Path.of(path), Path.of(destination));
  }

  @Test
  void rewriteThatGotBackItsSizeAndTimeIsNotTheFileThatWasRead() throws IOException {
    read("a");
    FileTime time = Files.getLastModifiedTime(Path.of(at("a")));
    Files.writeString(Path.of(at("a")), "b\n");
    Files.setLastModifiedTime(Path.of(at("a")), time);
    clean(ArchiveMode.DELETE);

    assertThat(Path.of(at("a"))).hasContent("b\n");
  }

  @Test
  void fileThatALinkLeadsToStays() throws IOException {
    read("a");
    Path outside = Files.move(Path.of(at("a")), home.resolve("outside"));
    Files.createSymbolicLink(Path.of(at("a")), outside);
    clean(ArchiveMode.DELETE);

    assertThat(outside).exists();
    assertThat(Path.of(at("a"))).isSymbolicLink();
  }

  @Test
  void destinationInTheLandingPathIsRefused() {
    assertThatThrownBy(() -> access(landing()).removal().requireDestination(at("done")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("it lies in the landing path");
  }

  @Test
  void destinationOnAnotherFileSystemIsRefused() {
    assertThatThrownBy(
            () -> access(landing()).removal().requireDestination("/dev/shm/freshet-test"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("on another file system");
  }

  private String landing() throws IOException {
    return Files.createDirectories(home.resolve("landing")).toString();
  }
}
