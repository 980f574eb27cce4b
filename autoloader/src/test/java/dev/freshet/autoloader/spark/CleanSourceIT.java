package dev.freshet.autoloader.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.Trigger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Option {@code cloudFiles.cleanSource} of real queries. */
class CleanSourceIT {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  @TempDir Path home;
  private Landing landing;
  private final Collected sink = new Collected();

  @BeforeEach
  void makeLandingZone() throws Exception {
    landing = new Landing(Files.createDirectories(home.resolve("landing")));
  }

  @Test
  void queryThatEndsByItselfMovesWhatItHasRead() throws Exception {
    landing.land("a", "one\n");
    landing.land("b", "two\n");
    drain(
        Map.of(
            "cloudFiles.maxFilesPerTrigger", "1",
            "cloudFiles.cleanSource.waitForCompletion", "true"));

    assertThat(names(landing.directory())).isEmpty();
    assertThat(names(home.resolve("archive"))).containsExactly("a", "b");
    assertThat(state().filter("state = 'archived' and archive_mode = 'MOVE'").count()).isEqualTo(2);
  }

  @Test
  void movedFileIsNotReadAgainAndANewOneOfItsNameIs() throws Exception {
    landing.land("a", "one\n");
    drain(Map.of());
    drain(Map.of());
    landing.land("a", "two\n");
    drain(Map.of());

    assertThat(sink.values("value")).containsExactly("one", "two");
    assertThat(names(home.resolve("archive"))).containsExactly("a", "a.2");
  }

  @Test
  void fileOfTheLastBatchIsMovedWhileTheQueryWaitsForMore() throws Exception {
    landing.land("a", "one\n");
    StreamingQuery query =
        sink.from(stream(Map.of()), home.resolve("checkpoint"))
            .trigger(Trigger.ProcessingTime(0))
            .start();
    try {
      await().atMost(LIMIT).until(() -> names(home.resolve("archive")).equals(List.of("a")));
    } finally {
      query.stop();
    }
    assertThat(sink.values("value")).containsExactly("one");
  }

  @Test
  void fileThatCouldNotBeReadWholeStays() throws Exception {
    byte[] cut = Landing.gzip("one\ntwo\n");
    landing.land("cut.gz", Arrays.copyOf(cut, cut.length - 6));
    landing.land("empty", "");
    landing.land("good", "three\n");
    drain(Map.of());

    assertThat(names(landing.directory())).containsExactly("cut.gz", "empty");
    assertThat(names(home.resolve("archive"))).containsExactly("good");
  }

  @Test
  void filesOfTypedColumnsAreMoved() throws Exception {
    landing.land("a.csv", "x\n1\n");
    Dataset<Row> stream =
        AutoloaderSpark.SESSION
            .readStream()
            .format("autoloader")
            .option("cloudFiles.format", "csv")
            .option("header", "true")
            .options(cleaning())
            .schema("x INT")
            .load(landing.directory().toString());

    sink.drain(stream, home.resolve("checkpoint"));

    assertThat(names(landing.directory())).isEmpty();
    assertThat(names(home.resolve("archive"))).containsExactly("a.csv");
  }

  private void drain(Map<String, String> options) throws Exception {
    sink.drain(stream(options), home.resolve("checkpoint"));
  }

  private Dataset<Row> stream(Map<String, String> options) {
    return AutoloaderSpark.SESSION
        .readStream()
        .format("autoloader")
        .option("cloudFiles.format", "envelope")
        .options(cleaning())
        .options(options)
        .load(landing.directory().toString());
  }

  private Map<String, String> cleaning() {
    return Map.of(
        "cloudFiles.cleanSource", "MOVE",
        "cloudFiles.cleanSource.retentionDuration", "0 seconds",
        "cloudFiles.cleanSource.moveDestination", home.resolve("archive").toString());
  }

  private Dataset<Row> state() {
    return AutoloaderSpark.SESSION
        .read()
        .format("autoloader-state")
        .load(home.resolve("checkpoint").toString());
  }

  private static List<String> names(Path directory) throws Exception {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
