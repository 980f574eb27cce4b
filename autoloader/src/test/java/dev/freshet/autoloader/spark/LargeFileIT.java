package dev.freshet.autoloader.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.autoloader.envelope.FileTooLargeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files above the limit that a reader with all of a batch in memory sets. */
class LargeFileIT {
  @TempDir Path home;
  private Landing landing;
  private final Collected sink = new Collected();

  @BeforeEach
  void makeLandingZone() throws IOException {
    landing = new Landing(Files.createDirectories(home.resolve("landing")));
  }

  @Test
  void fileAtTheLimitIsRead() throws Exception {
    landing.land("a", "123456789\n");

    drain("10");

    assertThat(sink.values("value")).containsExactly("123456789");
  }

  @Test
  void fileAboveTheLimitFailsTheQueryAndIsReadOnceTheLimitIsHigher() throws Exception {
    Path large = landing.land("a", "1234567890\n");

    assertThatThrownBy(() -> drain("10"))
        .hasMessageContaining(
            "Cannot read file " + large + ": it has 11 bytes, the limit is 10 bytes. Split the")
        .satisfies(
            e ->
                assertThat(ExceptionUtils.indexOfType(e, FileTooLargeException.class))
                    .isPositive());
    assertThat(sink.rows()).isEmpty();

    drain("11");
    assertThat(sink.values("value")).containsExactly("1234567890");
  }

  @Test
  void packedFileCountsUnpacked() {
    Path packed = landing.land("a.gz", Landing.gzip("x".repeat(999) + "\n" + "y".repeat(999)));

    assertThatThrownBy(() -> drain("1000"))
        .hasMessageContaining(
            "Cannot read file "
                + packed
                + ": its unpacked content has more, the limit is 1000 bytes.")
        .satisfies(
            e ->
                assertThat(ExceptionUtils.indexOfType(e, FileTooLargeException.class))
                    .isPositive());
  }

  @Test
  void limitMustBeANumber() {
    landing.land("a", "1\n");

    assertThatThrownBy(() -> drain("1g"))
        .hasMessageContaining("Cannot use option maxFileBytes: '1g' is not a number of bytes.");
  }

  private void drain(String maxFileBytes) throws Exception {
    sink.drain(
        AutoloaderSpark.SESSION
            .readStream()
            .format("autoloader")
            .option("cloudFiles.format", "envelope")
            .option("maxFileBytes", maxFileBytes)
            .load(landing.directory().toString()),
        home.resolve("checkpoint"));
  }
}
