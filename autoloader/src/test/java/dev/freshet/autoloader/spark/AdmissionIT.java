package dev.freshet.autoloader.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.freshet.autoloader.Admission;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryException;
import org.apache.spark.sql.streaming.Trigger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A stream whose batches an admission limits. */
@Timeout(120)
class AdmissionIT {

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String LINE = "123456789\n";

  @TempDir Path home;
  private Landing landing;
  private final Collected sink = new Collected();
  private final List<Long> asked = new CopyOnWriteArrayList<>();

  @BeforeEach
  void makeLandingZone() throws Exception {
    landing = new Landing(Files.createDirectories(home.resolve("landing")));
  }

  @Test
  void admissionIsAskedForEveryBatchAndSetsItsEnd() throws Exception {
    land(0, 10);
    drainAdmitted("drain", Map.of());

    assertThat(sink.batchSizes()).containsExactly(1, 2, 3, 4);
    assertThat(asked).containsExactly(100L, 90L, 70L, 40L);
  }

  @Test
  void limitsOfTheUserApplyAsWell() throws Exception {
    land(0, 10);
    drainAdmitted("limits", Map.of("cloudFiles.maxFilesPerTrigger", "3"));

    assertThat(sink.batchSizes()).containsExactly(1, 2, 3, 3, 1);
  }

  @Test
  void fileBesideTheFileLogChangesTheLimitsWhileTheQueryRuns() throws Exception {
    land(0, 5);
    Path limits = home.resolve("checkpoint/sources/0/limits");
    Files.createDirectories(limits.getParent());
    Files.writeString(limits, "cloudFiles.maxFilesPerTrigger=1\n");
    VoidFunction2<Dataset<Row>, Long> raise =
        (batch, id) -> {
          asked.add(batch.count());
          Files.writeString(limits, "cloudFiles.maxFilesPerTrigger=2\n");
        };
    StreamingQuery query =
        AutoloaderSpark.SESSION
            .readStream()
            .format("autoloader")
            .option("cloudFiles.format", "envelope")
            .load(landing.directory().toString())
            .writeStream()
            .foreachBatch(raise)
            .option("checkpointLocation", home.resolve("checkpoint").toString())
            .trigger(Trigger.AvailableNow())
            .start();
    assertThat(query.awaitTermination(LIMIT.toMillis())).isTrue();

    assertThat(asked).containsExactly(1L, 2L, 2L);
  }

  @Test
  void runningStreamAsksOnlyWhenFilesWait() throws Exception {
    try (Admission admission = Admission.register("live", this::growing)) {
      StreamingQuery query =
          sink.from(stream("live", Map.of()), home.resolve("checkpoint"))
              .trigger(Trigger.ProcessingTime(0))
              .start();
      try {
        land(0, 1);
        await().atMost(LIMIT).until(() -> sink.rows().size() == 1);
        land(1, 6);
        await().atMost(LIMIT).until(() -> sink.rows().size() == 6);
      } finally {
        query.stop();
      }
    }

    assertThat(asked).hasSameSizeAs(sink.batchSizes());
  }

  @Test
  void idThatIsNotRegisteredFailsTheQueryWithWhatToDo() {
    land(0, 1);
    Admission.register("gone", this::growing).close();

    assertThatThrownBy(() -> drain("gone", Map.of()))
        .isInstanceOf(StreamingQueryException.class)
        .hasMessageContaining("no admission is registered as 'gone' in this process");
  }

  /** Each batch gets one more line. */
  private long growing(long waitingBytes) {
    asked.add(waitingBytes);
    return (long) asked.size() * LINE.length();
  }

  private void drainAdmitted(String id, Map<String, String> options) throws Exception {
    try (Admission admission = Admission.register(id, this::growing)) {
      drain(id, options);
    }
  }

  private void drain(String id, Map<String, String> options) throws Exception {
    sink.drain(stream(id, options), home.resolve("checkpoint"));
  }

  private Dataset<Row> stream(String id, Map<String, String> options) {
    return AutoloaderSpark.SESSION
        .readStream()
        .format("autoloader")
        .option("cloudFiles.format", "envelope")
        .option("autoloader.admission", id)
        .options(options)
        .load(landing.directory().toString());
  }

  private void land(int from, int to) {
    for (int i = from; i < to; i++) {
      landing.land("f%03d".formatted(i), LINE);
    }
  }
}
