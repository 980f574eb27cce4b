package dev.freshet.autoloader.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
  void fileAboveTheLimitIsReadInPartsAndTheFilesAfterItAreRead() throws Exception {
    landing.land("a", "12345\n67890\nabcde\n");
    landing.land("b", "1\n");

    drain("10");

    assertThat(sink.values("value")).containsExactlyInAnyOrder("12345", "67890", "abcde", "1");
    assertThat(numbers("first_sequence")).containsExactlyInAnyOrder(1L, 1L, 1L, 2L);
    assertThat(numbers("line")).containsExactlyInAnyOrder(1L, 2L, 3L, 1L);
  }

  @Test
  void soIsAPackedOne() throws Exception {
    landing.land("a.gz", Landing.gzip("x".repeat(999) + "\n" + "y".repeat(999)));

    drain("1000");

    assertThat(sink.values("value")).containsExactlyInAnyOrder("x".repeat(999), "y".repeat(999));
  }

  @Test
  void fileThatIsOneRowIsAMarkerAboveTheLimit() throws Exception {
    Path large = landing.land("a", "1234567890\n");

    drain("10", "wholetext");

    assertThat(sink.values("error"))
        .contains(
            "Cannot read "
                + large
                + ": it has 11 bytes, and 10 are the most that are read of one file. Split it, or"
                + " give the process a larger heap (-Xmx) and land it again.");
  }

  @Test
  void limitMustBeANumber() {
    landing.land("a", "1\n");

    assertThatThrownBy(() -> drain("1g"))
        .hasMessageContaining("Cannot use option maxFileBytes: '1g' is not a number of bytes.");
  }

  private void drain(String maxFileBytes) throws Exception {
    drain(maxFileBytes, "none");
  }

  private void drain(String maxFileBytes, String whole) throws Exception {
    sink.drain(
        AutoloaderSpark.SESSION
            .readStream()
            .format("autoloader")
            .option("cloudFiles.format", "envelope")
            .option("maxFileBytes", maxFileBytes)
            .option(whole, "true")
            .load(landing.directory().toString()),
        home.resolve("checkpoint"));
  }

  private List<Long> numbers(String column) {
    return sink.rows().stream().map(row -> row.<Long>getAs(column)).toList();
  }
}
