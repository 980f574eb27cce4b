package dev.freshet.autoloader.spark;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshet.autoloader.discovery.DiscoveryMonitor;
import dev.freshet.autoloader.filelog.FileLog;
import dev.freshet.storage.damage.DamageListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.Trigger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A query on a file log that continues above one that was lost. */
class LostFileLogIT {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final long LOST = 500;

  @TempDir Path home;
  private Landing landing;
  private final Collected sink = new Collected();

  @BeforeEach
  void landTwoFilesForANewLog() throws IOException {
    landing = new Landing(Files.createDirectories(home.resolve("landing")));
    landing.land("a", "one\n".getBytes(UTF_8), Instant.parse("2026-01-01T00:00:01Z"));
    landing.land("b", "two\n".getBytes(UTF_8), Instant.parse("2026-01-01T00:00:02Z"));
    FileLog.open(fileLog(), () -> LOST, DamageListener.NONE).close();
  }

  @Test
  void everythingIsReadAgainUnderNumbersAboveTheLostOnes() throws Exception {
    drain(Map.of());

    assertThat(numbers(sink.rows())).containsExactly(501L, 502L);
    assertThat(sink.values("value")).containsExactly("one", "two");
  }

  @Test
  void numbersThatNoFileHasMakeNoBatches() throws Exception {
    drain(Map.of("cloudFiles.maxFilesPerTrigger", "1"));

    assertThat(sink.batchSizes()).containsExactly(1, 1);
    assertThat(numbers(sink.rows())).containsExactly(501L, 502L);
  }

  @Test
  void limitOfBytesCountsFromTheFirstFile() throws Exception {
    drain(Map.of("cloudFiles.maxBytesPerTrigger", "4"));

    assertThat(sink.batchSizes()).containsExactly(1, 1);
  }

  @Test
  void startBelowTheFirstNumberIsTheFirstNumber() throws Exception {
    drain(Map.of("autoloader.startAfterSequence", "17"));

    assertThat(numbers(sink.rows())).containsExactly(501L, 502L);
  }

  @Test
  void queryThatWasStoppedContinuesWhereItWas() throws Exception {
    drain(Map.of());
    landing.land("c", "three\n");
    drain(Map.of());

    assertThat(sink.batchSizes()).containsExactly(2, 1);
    assertThat(numbers(sink.rows())).containsExactly(501L, 502L, 503L);
  }

  @Test
  void existingFilesAreLeftOutOnRequest() throws Exception {
    Map<String, String> options = Map.of("cloudFiles.includeExistingFiles", "false");
    drain(options);
    landing.land("c", "three\n");
    drain(options);

    assertThat(numbers(sink.rows())).containsExactly(503L);
  }

  @Test
  void runningQueryReportsFilesAndTimesByTheNewNumbers() throws Exception {
    StreamingQuery query =
        sink.from(stream(Map.of()), home.resolve("checkpoint"))
            .trigger(Trigger.ProcessingTime(0))
            .start();
    try {
      await().atMost(LIMIT).until(() -> sink.rows().size() == 2);
      Instant done = Instant.now();

      await()
          .atMost(LIMIT)
          .until(() -> DiscoveryMonitor.asOf(fileLog(), 502).filter(done::isBefore).isPresent());
      assertThat(DiscoveryMonitor.asOf(fileLog(), 501)).isEmpty();
      await()
          .atMost(LIMIT)
          .untilAsserted(
              () ->
                  assertThat(query.lastProgress().sources()[0].metrics())
                      .containsEntry("numFilesOutstanding", "0")
                      .containsEntry("numBytesOutstanding", "0"));
    } finally {
      query.stop();
    }
  }

  private void drain(Map<String, String> options) throws Exception {
    sink.drain(stream(options), home.resolve("checkpoint"));
  }

  private Dataset<Row> stream(Map<String, String> options) {
    Map<String, String> all = new HashMap<>(options);
    all.put("cloudFiles.format", "envelope");
    all.put("autoloader.fileLog", fileLog().toString());
    return AutoloaderSpark.SESSION
        .readStream()
        .format("autoloader")
        .options(all)
        .load(landing.directory().toString());
  }

  private Path fileLog() {
    return home.resolve("filelog");
  }

  private static List<Long> numbers(List<Row> rows) {
    return rows.stream().map(row -> row.getLong(row.fieldIndex("file_sequence"))).toList();
  }
}
