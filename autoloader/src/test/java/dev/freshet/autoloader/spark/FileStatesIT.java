package dev.freshet.autoloader.spark;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What format autoloader-state says of the files of a real query, at each step of it. */
class FileStatesIT {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  @TempDir Path home;
  private Landing landing;
  private Path checkpoint;

  @BeforeEach
  void makeLandingZone() throws Exception {
    landing = new Landing(Files.createDirectories(home.resolve("landing")));
    checkpoint = home.resolve("checkpoint");
  }

  @Test
  void fileIsCommittedWhenTheCheckpointHasItsBatchAndNotWhenItIsRead() throws Exception {
    landing.land("a", "one\n");
    CountDownLatch go = new CountDownLatch(1);
    VoidFunction2<Dataset<Row>, Long> hold =
        (batch, id) -> {
          batch.collectAsList();
          go.await();
        };
    StreamingQuery query =
        stream()
            .writeStream()
            .foreachBatch(hold)
            .option("checkpointLocation", checkpoint.toString())
            .start();
    try {
      await().atMost(LIMIT).until(() -> states().equals(List.of("a processed")));
      assertThat(checkpoint.resolve("commits/0")).doesNotExist();
      landing.land("b", "two\n");
      await().atMost(LIMIT).until(() -> states().equals(List.of("a processed", "b discovered")));

      go.countDown();

      await().atMost(LIMIT).until(() -> states().equals(List.of("a committed", "b committed")));
    } finally {
      go.countDown();
      query.stop();
    }
    Row first = state().orderBy("sequence").first();
    assertThat(first.<Object>getAs("commit_time")).isNotNull();
    assertThat(first.<Object>getAs("processed_time")).isNotNull();
    assertThat(first.<Object>getAs("archive_time")).isNull();
    assertThat(first.<Long>getAs("size")).isEqualTo(4);
  }

  @Test
  void filesThatRulesLeaveOutAreSkippedWithTheirReason() throws Exception {
    landing.land("a", "one\n");
    landing.land("old", "old\n".getBytes(UTF_8), Instant.parse("2020-01-01T00:00:00Z"));
    Dataset<Row> stream =
        AutoloaderSpark.SESSION
            .readStream()
            .format("autoloader")
            .option("cloudFiles.format", "envelope")
            .option("modifiedAfter", "2021-01-01T00:00:00Z")
            .load(landing.directory().toString());

    new Collected().drain(stream, checkpoint);

    assertThat(states()).containsExactly("a committed", "old skipped");
    assertThat(state().filter("state = 'skipped'").first().<String>getAs("reason"))
        .contains("modifiedAfter");
  }

  private Dataset<Row> stream() {
    return AutoloaderSpark.SESSION
        .readStream()
        .format("autoloader")
        .option("cloudFiles.format", "envelope")
        .load(landing.directory().toString());
  }

  private Dataset<Row> state() {
    return AutoloaderSpark.SESSION.read().format("autoloader-state").load(checkpoint.toString());
  }

  private List<String> states() {
    if (!Files.exists(checkpoint.resolve("sources/0/filelog/CURRENT"))) {
      return List.of();
    }
    return state().orderBy("path").collectAsList().stream()
        .map(
            row ->
                Path.of(row.<String>getAs("path")).getFileName() + " " + row.<String>getAs("state"))
        .toList();
  }
}
