package dev.freshet.autoloader.spark;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The documented options that say which files are read, one test for each. */
class FileSelectionConformanceIT extends SourceFixture {
  private static final Instant MAY = Instant.parse("2026-05-01T00:00:00Z");
  private static final Instant JUNE = Instant.parse("2026-06-01T00:00:00Z");
  private static final Instant JULY = Instant.parse("2026-07-01T00:00:00Z");

  @Test
  void modifiedAfterAndModifiedBeforeLeaveOutFilesAtAndBeyondTheirTimes() throws Exception {
    landAt("may", MAY);
    landAt("june", JUNE);
    landAt("july", JULY);

    drain(
        Map.of("modifiedAfter", "2026-05-01T00:00:00Z", "modifiedBefore", "2026-07-01T00:00:00Z"));

    assertThat(sink.values("value")).containsExactly("june");
  }

  @Test
  void modifiedAfterWithoutAZoneIsInTheOptionTimeZone() throws Exception {
    landAt("before", JUNE.plus(Duration.ofHours(6)));
    landAt("after", JUNE.plus(Duration.ofHours(8)));

    drain(Map.of("modifiedAfter", "2026-06-01T00:00:00", "timeZone", "America/Los_Angeles"));

    assertThat(sink.values("value")).containsExactly("after");
  }

  @Test
  void fileNamePatternIsAnotherNameOfPathGlobFilter() throws Exception {
    landing.land("a.json", "a\n");
    landing.land("b.csv", "b\n");

    drain(Map.of("fileNamePattern", "*.csv"));

    assertThat(sink.values("value")).containsExactly("b");
  }

  @Test
  void maxFileAgeLeavesOutOldFilesButNotThoseOfTheFirstListing() throws Exception {
    landAt("existing and old", MAY);
    Map<String, String> options = Map.of("cloudFiles.maxFileAge", "30 days");
    drain(options);
    landAt("late and old", MAY);
    landing.land("late", "late\n");
    drain(options);

    assertThat(sink.values("value")).containsExactlyInAnyOrder("existing and old", "late");
  }

  @Test
  void allowOverwritesFalseReadsEachPathOnce() throws Exception {
    landing.land("a", "first\n");
    Map<String, String> options = Map.of("cloudFiles.allowOverwrites", "false");
    drain(options);
    landing.land("a", "second, and longer\n");
    landing.land("b", "new\n");
    drain(options);

    assertThat(sink.values("value")).containsExactly("first", "new");
  }

  @Test
  void allowOverwritesTrueReadsARewriteAgain() throws Exception {
    landing.land("a", "first\n");
    Map<String, String> options = Map.of("cloudFiles.allowOverwrites", "true");
    drain(options);
    landing.land("a", "second, and longer\n");
    drain(options);

    assertThat(sink.values("value")).containsExactly("first", "second, and longer");
  }

  @Test
  void useStrictGlobberKeepsAStarWithinOneDirectoryName() throws Exception {
    land("x/in", "one");
    land("x/y/in", "two");
    land("x/out", "three");
    String glob = landing.directory() + "/*/in";

    drainFrom(glob, "lenient", Map.of());
    assertThat(sink.values("value")).containsExactlyInAnyOrder("one", "two");

    drainFrom(glob, "strict", Map.of("cloudFiles.useStrictGlobber", "true"));
    assertThat(sink.batches().get(1))
        .extracting(row -> row.<String>getAs("value"))
        .containsExactly("one");
  }

  @Test
  void directoryWhoseNameLooksLikeAGlobIsThatDirectory() throws Exception {
    land("a[1]", "one");
    land("a1", "two");

    drainFrom(landing.directory() + "/a[1]", "literal", Map.of());

    assertThat(sink.values("value")).containsExactly("one");
  }

  private void landAt(String name, Instant modifiedAt) {
    landing.land(name, (name + "\n").getBytes(UTF_8), modifiedAt);
  }

  private void land(String directory, String name) throws Exception {
    new Landing(Files.createDirectories(landing.directory().resolve(directory)))
        .land(name, name + "\n");
  }

  private void drain(Map<String, String> options) throws Exception {
    drainFrom(landing.directory().toString(), "checkpoint", options);
  }

  private void drainFrom(String path, String checkpoint, Map<String, String> options)
      throws Exception {
    drain(reader("envelope", options).load(path), checkpoint);
  }
}
