package dev.freshet.pipeline.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.freshet.core.config.value.ChangeFormat;
import dev.freshet.core.config.value.DiscoveryMode;
import dev.freshet.core.config.value.FilesPerTrigger;
import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.FreshetException;
import dev.freshet.home.metric.PipelineMetric;
import dev.freshet.home.report.FreshnessWindow;
import dev.freshet.home.report.RunStatus;
import dev.freshet.pipeline.metrics.CounterEquation;
import dev.freshet.pipeline.run.IngestHome.Layer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** From landed files to the vector table, through Spark. */
@Timeout(180)
class IngestPipelineIT {

  private static final Duration SOON = Duration.ofSeconds(30);

  @TempDir Path dir;
  private IngestHome home;

  @BeforeEach
  void open() throws IOException {
    home = new IngestHome(dir);
  }

  @Test
  void plainChangesBecomeWhatASearchFinds() {
    home.land(
        "1.json",
        "{\"id\":\"a\",\"version\":1,\"text\":\"one|two\",\"author\":\"x\"}",
        "{\"id\":\"b\",\"version\":1,\"text\":\"three\"}",
        "{\"id\":\"c\",\"version\":1,\"text\":\"four\"}");
    RunSummary inserted = home.runOnce();
    home.land(
        "2.json",
        "{\"id\":\"a\",\"version\":2,\"text\":\"five\"}",
        "{\"id\":\"b\",\"version\":2,\"op\":\"delete\"}",
        "{\"id\":\"c\",\"version\":0,\"text\":\"late\"}");
    RunSummary changed = home.runOnce();

    assertThat(inserted)
        .usingRecursiveComparison()
        .ignoringFields("tookMs")
        .isEqualTo(new RunSummary(1, 3, 1, 3, 0, 0, 0));
    assertThat(changed)
        .usingRecursiveComparison()
        .ignoringFields("tookMs")
        .isEqualTo(new RunSummary(1, 3, 1, 2, 0, 1, 0));
    assertThat(changed.tookMs()).isPositive();
    assertThat(home.searchable()).isEqualTo(Map.of("a", List.of("five"), "c", List.of("four")));
    home.assertEqual();
    assertThat(home.column(Layer.LEDGER, "status")).containsExactly("committed", "committed");
  }

  @Test
  void debeziumChangesBecomeWhatASearchFinds() {
    home.configure(
        ChangeFormat.DEBEZIUM, Optional.empty(), DiscoveryMode.AUTO, FilesPerTrigger.AUTO);
    home.land(
        "1.json",
        debezium("r", 10, null, "{\"id\":\"a\",\"text\":\"one\"}"),
        debezium("c", 11, null, "{\"id\":\"b\",\"text\":\"two\"}"),
        debezium("c", 12, null, "{\"id\":\"c\",\"text\":\"three\"}"),
        "{\"status\":\"END\",\"id\":\"571:53195829\",\"event_count\":3}");
    RunSummary inserted = home.runOnce();
    home.land(
        "2.json",
        debezium("d", 22, "{\"id\":\"b\"}", "null"),
        debezium("u", 21, "{\"id\":\"a\"}", "{\"id\":\"a\",\"text\":\"four\"}"),
        debezium("u", 5, null, "{\"id\":\"c\",\"text\":\"late\"}"));
    RunSummary changed = home.runOnce();

    assertThat(inserted.records()).isEqualTo(3);
    assertThat(inserted.rows()).isEqualTo(4);
    assertThat(changed.records()).isEqualTo(2);
    assertThat(home.searchable()).isEqualTo(Map.of("a", List.of("four"), "c", List.of("three")));
    home.assertEqual();
  }

  @Test
  void textFileThatIsRewrittenReplacesItsRecord() throws IOException {
    home.configureTextFiles();
    Files.writeString(home.landing.resolve("note.txt"), "first|draft");
    Files.writeString(home.landing.resolve("other.txt"), "other\nfile");
    home.runOnce();
    Files.writeString(home.landing.resolve("note.txt"), "second draft");
    RunSummary rewritten = home.runOnce();

    assertThat(rewritten.files()).isEqualTo(1);
    assertThat(home.searchable())
        .isEqualTo(
            Map.of("note.txt", List.of("second draft"), "other.txt", List.of("other\nfile")));
    home.assertEqual();
  }

  @Test
  void badInputGoesToQuarantineAndStopsNothing() throws IOException {
    String pieces = "word ".repeat(150) + "|";
    home.land("01-good.json", plain("good1", "first"));
    Files.writeString(
        home.landing.resolve("02-half-written.json"),
        plain("good2", "second") + "\n{\"id\":\"half\",\"version\":1,\"te");
    Files.writeString(home.landing.resolve("03-empty.json"), "");
    home.land("04-malformed.json", "{\"id\":\"x\" \"text\"}", "[1,2]", plain("good3", "third"));
    home.land("05-keyless.json", "{\"version\":1,\"text\":\"whose?\"}", plain("good4", "fourth"));
    home.land(
        "06-wrong-types.json",
        "{\"id\":{\"a\":1},\"version\":1,\"text\":\"nested key\"}",
        "{\"id\":\"y\",\"version\":true,\"text\":\"boolean version\"}",
        "{\"id\":\"z\",\"version\":1,\"text\":{\"nested\":\"text\"}}",
        "{\"id\":7,\"version\":\"1\",\"text\":42}");
    home.land("07-large.json", plain("large", pieces.repeat(1_400)));
    home.land("08-unembeddable.json", plain("huge", "word ".repeat(210_000)));
    home.land("09-no-text.json", plain("silent", ""));
    Files.writeString(home.landing.resolve("10-broken.json.gz"), "this is not gzip\n");
    home.land("11-good.json", plain("good5", "fifth"));

    RunSummary summary = home.runOnce();

    assertThat(summary.files()).isEqualTo(11);
    assertThat(summary.rows()).isEqualTo(18);
    assertThat(summary.quarantined()).isEqualTo(10);
    assertThat(summary.records()).isEqualTo(9);
    Map<String, List<String>> found = home.searchable();
    assertThat(found.keySet())
        .containsExactlyInAnyOrder("good1", "good2", "good3", "good4", "good5", "7", "large");
    assertThat(found.get("large")).hasSize(1_400);
    assertThat(found.get("7")).containsExactly("42");
    assertThat(home.column(Layer.QUARANTINE, "reason"))
        .hasSize(10)
        .allMatch(reason -> reason.startsWith("Cannot "));
    home.assertEqual();

    // When the writer completes the half-written file
    home.land("02-half-written.json", plain("good2", "second"), plain("half", "whole now"));
    home.runOnce();

    assertThat(home.searchable()).containsEntry("half", List.of("whole now"));
    home.assertEqual();
  }

  @Test
  void fileThatMayNotBeReadGoesToQuarantine() throws IOException {
    Path secret = home.landing.resolve("1-secret.json");
    home.land("1-secret.json", plain("a", "one"));
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("---------"));
    assumeThat(Files.isReadable(secret)).as("this user may read every file").isFalse();
    home.land("2-open.json", plain("b", "two"));

    RunSummary summary = home.runOnce();

    assertThat(summary.quarantined()).isEqualTo(1);
    assertThat(home.searchable()).isEqualTo(Map.of("b", List.of("two")));
    home.assertEqual();
  }

  @Test
  void missingLandingPathIsNamed() throws IOException {
    Files.delete(home.landing);

    assertThatThrownBy(() -> home.pipeline().run(true))
        .isInstanceOfSatisfying(
            FreshetException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.LANDING_PATH_MISSING))
        .hasMessageContaining(home.landing.toString());
    assertThat(home.store.writersOpened).hasValue(0);
  }

  @Test
  void emptyLandingZoneIsNothingToDo() {
    RunSummary summary = home.runOnce();

    assertThat(summary)
        .usingRecursiveComparison()
        .ignoringFields("tookMs")
        .isEqualTo(new RunSummary(0, 0, 0, 0, 0, 0, 0));
    home.assertEqual();
  }

  @Test
  void secondRunHasNothingLeftToDo() {
    home.land("1.json", plain("a", "one"), "no json");
    home.runOnce();

    RunSummary again = home.runOnce();

    assertThat(again)
        .usingRecursiveComparison()
        .ignoringFields("tookMs")
        .isEqualTo(new RunSummary(0, 0, 0, 1, 0, 0, 0));
    assertThat(home.searchable()).isEqualTo(Map.of("a", List.of("one")));
    assertThat(home.column(Layer.BRONZE, "line")).hasSize(2);
    assertThat(home.model.calls()).isEqualTo(1);
    home.assertEqual();
  }

  @Test
  void backlogIsCutIntoBatches() {
    home.configure(
        ChangeFormat.PLAIN, Optional.of("version"), DiscoveryMode.AUTO, FilesPerTrigger.of(3));
    for (int i = 0; i < 8; i++) {
      home.land(i + ".json", plain("k" + i, "text " + i));
    }

    RunSummary summary = home.runOnce();

    // On a slow machine admission may end a batch before it has three files.
    assertThat(summary.batches()).isGreaterThanOrEqualTo(3);
    assertThat(summary.records()).isEqualTo(8);
    assertThat(home.filesPerBatch())
        .hasSize((int) summary.batches())
        .allSatisfy(files -> assertThat(files).isBetween(1L, 3L));
    home.assertEqual();
  }

  @ParameterizedTest
  @EnumSource(DiscoveryMode.class)
  void fileThatLandsWhileThePipelineRunsIsPickedUp(DiscoveryMode discovery) throws Exception {
    home.configure(ChangeFormat.PLAIN, Optional.of("version"), discovery, FilesPerTrigger.AUTO);
    try (ContinuousRun run = new ContinuousRun(home.pipeline()).awaitReady()) {
      Instant before = Instant.now();
      home.land("1.json", plain("a", "one"));
      await().atMost(SOON).until(() -> !home.searchable().isEmpty());
      await().atMost(SOON).until(() -> fresh(before));

      RunStatus live = home.status().orElseThrow();
      assertThat(live.live()).isTrue();
      assertThat(live.state()).isEqualTo(RunStatus.State.RUNNING);
      assertThat(live.committedSequence()).isEqualTo(1);
      assertThat(live.records()).isEqualTo(1);
      assertThat(live.backlog()).isEqualTo(new RunStatus.Backlog(0, 0));
      assertThat(live.lastBatch()).isNotNull();
      assertThat(live.freshness(FreshnessWindow.DEFAULT).files()).isEqualTo(1);

      home.land("2.json", plain("b", "two"));
      await().atMost(SOON).until(() -> home.searchable().size() == 2);
      RunSummary summary = run.end();

      assertThat(summary.files()).isEqualTo(2);
      assertThat(summary.records()).isEqualTo(2);
    }
    assertThat(home.status().orElseThrow().state()).isEqualTo(RunStatus.State.STOPPED);
    assertThat(home.status().orElseThrow().live()).isFalse();
    assertThat(CounterEquation.broken(home.metrics())).isEmpty();
    home.assertEqual();
  }

  private boolean fresh(Instant since) {
    return home.status()
        .filter(status -> status.committedSequence() == 1 && status.records() == 1)
        .map(RunStatus::asOf)
        .filter(asOf -> asOf.isAfter(since))
        .isPresent();
  }

  @Test
  void verificationBesideARunningPipelineReportsNoDifference() throws Exception {
    try (ContinuousRun run = new ContinuousRun(home.pipeline()).awaitReady()) {
      for (int i = 1; i <= 15; i++) {
        home.land(
            i + ".json",
            "{\"id\":\"k%d\",\"version\":%d,\"text\":\"one %d|two\"}".formatted(i % 7, i, i),
            "{\"id\":\"k%d\",\"version\":%d,\"op\":\"delete\"}".formatted((i + 3) % 7, i),
            "no json");
        assertThat(home.verify().samples()).as("after file %s", i).isEmpty();
      }
      await().atMost(SOON).until(() -> home.verify().lines().bronze() == 45);
      run.end();
    }
    home.assertEqual();
  }

  @Test
  void stopLetsTheBatchUnderWayEnd() throws Exception {
    CountDownLatch embedding = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    home.embedder.beforeEmbed(
        () -> {
          embedding.countDown();
          try {
            assertThat(goOn.await(30, TimeUnit.SECONDS)).isTrue();
          } catch (InterruptedException e) {
            throw new IllegalStateException("the batch was interrupted", e);
          }
        });
    try (ContinuousRun run = new ContinuousRun(home.pipeline()).awaitReady()) {
      home.land("1.json", plain("a", "one"));
      assertThat(embedding.await(30, TimeUnit.SECONDS)).isTrue();

      run.askToStop();
      assertThat(run.ended()).isFalse();
      goOn.countDown();
      RunSummary summary = run.end();

      assertThat(summary.batches()).isEqualTo(1);
    }
    assertThat(home.searchable()).containsOnlyKeys("a");
    home.assertEqual();
  }

  @Test
  void stopInABacklogEndsAfterTheBatchUnderWayAndTheNextRunGoesOnThere() throws Exception {
    home.configure(
        ChangeFormat.PLAIN, Optional.of("version"), DiscoveryMode.AUTO, FilesPerTrigger.of(1));
    for (int i = 0; i < 24; i++) {
      home.land(i + ".json", plain("k" + i, "text " + i));
    }
    home.embedder.beforeEmbed(() -> LockSupport.parkNanos(Duration.ofMillis(200).toNanos()));
    RunSummary first;
    try (ContinuousRun run = new ContinuousRun(home.pipeline()).awaitReady()) {
      await().atMost(SOON).until(() -> home.metrics().total(PipelineMetric.BATCHES) > 1);
      long asked = System.nanoTime();
      first = run.end();

      assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(Duration.ofSeconds(10));
      assertThat(first.batches()).isLessThan(15);
      assertThat(home.metrics().total(PipelineMetric.BATCHES_FAILED)).isZero();
    }
    home.embedder.beforeEmbed(() -> {});
    RunSummary rest = home.runOnce();

    assertThat(first.batches() + rest.batches()).isEqualTo(24);
    assertThat(home.metrics().total(PipelineMetric.BATCHES_SKIPPED)).isZero();
    assertThat(home.searchable()).hasSize(24);
    home.assertEqual();
  }

  private static String plain(String id, String text) {
    return "{\"id\":\"%s\",\"version\":1,\"text\":\"%s\"}".formatted(id, text);
  }

  private static String debezium(String op, long lsn, String before, String after) {
    return "{\"op\":\"%s\",\"before\":%s,\"after\":%s,\"source\":{\"lsn\":%d,\"ts_ms\":1}}"
        .formatted(op, before, after, lsn);
  }
}
