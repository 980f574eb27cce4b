package dev.freshet.autoloader.clean;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.autoloader.fs.HadoopAccess;
import dev.freshet.autoloader.fs.LandingAccess;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Through the file system of Hadoop that reads the local disk. */
class HadoopCleanerTest extends SourceCleanerContract {

  @Override
  String prefix() {
    return "file:";
  }

  @Override
  LandingAccess access(String landing) {
    return new HadoopAccess(landing, Map.of());
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
