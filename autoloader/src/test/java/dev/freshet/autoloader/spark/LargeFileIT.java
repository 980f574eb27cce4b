package dev.freshet.autoloader.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
  void fileAboveTheLimitIsAMarkerAndTheFilesAfterItAreRead() throws Exception {
    Path large = landing.land("a", "1234567890\n");
    landing.land("b", "1\n");

    drain("10");

    assertThat(sink.values("value")).containsExactlyInAnyOrder(null, "1");
    assertThat(sink.values("error"))
        .contains(
            "Cannot read "
                + large
                + ": it has 11 bytes, and 10 are the most that are read of one file. Split it, or"
                + " give the process a larger heap (-Xmx) and land it again.");
  }

  @Test
  void packedFileCountsUnpackedAndIsReadUpToTheLimit() throws Exception {
    landing.land("a.gz", Landing.gzip("x".repeat(999) + "\n" + "y".repeat(999)));

    drain("1000");

    assertThat(sink.values("value")).containsExactly("x".repeat(999), null);
    assertThat(sink.values("error").get(1)).asString().contains("it was read up to line 1");
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
