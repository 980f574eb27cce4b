package dev.freshet.autoloader.clean;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.autoloader.fs.HadoopAccess;
import dev.freshet.autoloader.fs.LandingAccess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Through the file system of Hadoop that reads the local disk. */
class HadoopCleanerTest extends SourceCleanerContract {
  private long writes;

  @Override
  protected String root() {
    return "file:" + home;
  }

  @Override
  protected LandingAccess access(String landing) {
    return new HadoopAccess(landing, Map.of());
  }

  @Override
  protected void put(String path, String content) throws IOException {
    Path file = local(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
    // This file system has milliseconds and no entity tags.
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(60 - ++writes)));
  }

  @Override
  protected void remove(String path) throws IOException {
    Files.delete(local(path));
  }

  @Override
  protected void move(String path, String destination) throws IOException {
    Files.createDirectories(local(destination).getParent());
    Files.move(local(path), local(destination));
  }

  private static Path local(String path) {
    return Path.of(path.substring("file:".length()));
  }

  @Test
  void destinationIsInTheSameBucketAndNotInTheLandingPath() {
    LandingAccess access = new HadoopAccess("s3a://bucket/landing", Map.of());

    assertThatCode(() -> access.removal().requireDestination("s3a://bucket/landing-archive"))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> access.removal().requireDestination("s3a://bucket/landing/done"))
        .hasMessageContaining("it lies in the landing path");
    assertThatThrownBy(() -> access.removal().requireDestination("s3a://other/landing"))
        .hasMessageContaining("another storage");
    assertThatThrownBy(() -> access.removal().requireDestination("/data/archive"))
        .hasMessageContaining("another storage");
  }
}
