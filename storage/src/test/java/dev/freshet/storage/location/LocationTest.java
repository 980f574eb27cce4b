package dev.freshet.storage.location;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LocationTest {
  private static final Path BASE = Path.of("/etc/freshet");

  @ParameterizedTest
  @CsvSource({
    "/data/landing, /data/landing",
    "landing/x, /etc/freshet/landing/x",
    "../landing, /etc/landing",
    "file:/data/landing, /data/landing",
    "file:///data/landing/, /data/landing",
    "c:landing, /etc/freshet/c:landing"
  })
  void pathWithoutAnotherSchemeIsOfThisMachine(String text, String path) {
    assertThat(Location.parse(text, BASE)).isEqualTo(new Location.Local(Path.of(path)));
  }

  @ParameterizedTest
  @CsvSource({
    "s3a://bucket/in/, s3a://bucket/in, s3a, bucket",
    "s3a://bucket, s3a://bucket, s3a, bucket",
    "s3a://bucket/, s3a://bucket, s3a, bucket",
    "ABFSS://c@a.dfs.core.windows.net/a b#c%20, ABFSS://c@a.dfs.core.windows.net/a b#c%20, abfss,"
        + " c@a.dfs.core.windows.net",
    "hdfs:/in, hdfs:/in, hdfs, ''"
  })
  void pathWithAnotherSchemeStaysAsItIsWritten(
      String text, String kept, String scheme, String authority) {
    Location.Remote remote = (Location.Remote) Location.parse(text, BASE);

    assertThat(remote.text()).isEqualTo(kept);
    assertThat(remote.scheme()).isEqualTo(scheme);
    assertThat(remote.authority()).isEqualTo(authority);
  }

  @Test
  void pathInAFileLogSaysWhetherItIsOfThisMachine() {
    assertThat(Location.isRemote("s3a://bucket/a:b")).isTrue();
    assertThat(Location.isRemote("/data/a:b")).isFalse();
    assertThat(Location.isRemote("file:/data")).isFalse();
  }
}
