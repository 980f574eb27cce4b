package dev.freshet.pipeline.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.freshet.core.config.value.ChangeFormat;
import dev.freshet.core.config.value.DiscoveryMode;
import dev.freshet.core.config.value.FilesPerTrigger;
import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.FreshetException;
import dev.freshet.home.metric.PipelineMetric;
import dev.freshet.home.report.RunStatus;
import dev.freshet.pipeline.cluster.WorkDistribution;
import dev.freshet.pipeline.run.IngestHome.Layer;
import dev.freshet.pipeline.stage.BatchStep;
import dev.freshet.pipeline.verify.VerifyReport;
import dev.freshet.testkit.vector.CommitFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileUtil;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** After every failure and loss, every change is in the vector table once. */
@Timeout(180)
class IngestRecoveryIT {

  private static final Duration SOON = Duration.ofSeconds(30);

  @TempDir Path dir;
  private IngestHome home;

  @BeforeEach
  void open() throws IOException {
    home = new IngestHome(dir);
  }

  @Test
  void lostCheckpointLosesAndDoublesNothing() {
    home.land("1.json", plain("a", 1, "one"), plain("b", 1, "two"));
    home.land("2.json", plain("a", 2, "three"));
    home.runOnce();
    home.land("3.json", plain("c", 1, "four"));

    lose("checkpoint");
    RunSummary summary = home.runOnce();

    assertThat(summary.files()).isEqualTo(1);
    assertThat(summary.records()).isEqualTo(3);
    assertThat(home.column(Layer.BRONZE, "line")).hasSize(4);
    assertThat(home.searchable())
        .isEqualTo(Map.of("a", List.of("three"), "b", List.of("two"), "c", List.of("four")));
    home.assertEqual();
  }

  @Test
  void lostFileLogIsMadeAgainAndOnlyWhatLandedSinceIsRead() {
    home.configure(ChangeFormat.PLAIN, Optional.empty(), DiscoveryMode.AUTO, FilesPerTrigger.AUTO);
    home.land("1.json", "{\"id\":\"a\",\"text\":\"one\"}", "{\"id\":\"b\",\"text\":\"two\"}");
    home.runOnce();
    home.land("2.json", "{\"id\":\"b\",\"op\":\"d\"}", "{\"id\":\"a\",\"text\":\"three\"}");
    home.runOnce();

    lose("filelog");
    home.land("3.json", "{\"id\":\"c\",\"text\":\"four\"}");
    RunSummary summary = home.runOnce();

    assertThat(summary.files()).isEqualTo(1);
    assertThat(home.column(Layer.BRONZE, "line")).hasSize(5);
    assertThat(home.searchable()).isEqualTo(Map.of("a", List.of("three"), "c", List.of("four")));
    home.assertEqual();
    assertThat(home.runOnce().files()).isZero();
  }

  @Test
  void changeThatLandsAfterTheFileLogWasLostIsTheNewest() throws IOException {
    home.configure(ChangeFormat.PLAIN, Optional.empty(), DiscoveryMode.AUTO, FilesPerTrigger.of(1));
    for (int i = 1; i <= 3; i++) {
      home.land(i + ".json", "{\"id\":\"a\",\"text\":\"old %d\"}".formatted(i));
    }
    home.runOnce();
    for (int i = 1; i <= 3; i++) {
      Files.delete(home.landing.resolve(i + ".json"));
    }

    lose("filelog");
    home.land("4.json", "{\"id\":\"a\",\"text\":\"new\"}");
    home.land("5.json", "{\"id\":\"b\",\"text\":\"other\"}");
    RunSummary summary = home.runOnce();

    assertThat(summary.batches()).isEqualTo(2);
    assertThat(home.column(Layer.BRONZE, "sequence"))
        .as("the three files that were read have numbers of the new log too")
        .containsExactlyInAnyOrder("1", "2", "3", "7", "8");
    assertThat(home.searchable()).isEqualTo(Map.of("a", List.of("new"), "b", List.of("other")));
    home.assertEqual();
  }

  @Test
  void lostKeyIndexIsRebuilt() {
    home.land("1.json", plain("a", 5, "new"));
    home.runOnce();

    lose("state");
    home.land("2.json", plain("a", 4, "late"));
    RunSummary summary = home.runOnce();

    assertThat(summary.records()).isEqualTo(1);
    assertThat(home.searchable()).isEqualTo(Map.of("a", List.of("new")));
    home.assertEqual();
  }

  @ParameterizedTest
  @EnumSource(BatchStep.class)
  void batchThatDiesAtAnyStepIsCompletedByTheNextRun(BatchStep step) {
    home.land("1.json", plain("a", 1, "one"), plain("b", 1, "two"), "no json");
    home.runOnce();
    home.land("2.json", plain("a", 2, "three"), plain("b", 2, null));
    home.land("3.json", plain("c", 1, "four"));
    dieAt(step);

    home.runOnce();

    assertComplete();
  }

  /** Every step in the long profile, otherwise the steps before and after the commit. */
  static Stream<BatchStep> stepsAroundTheCommit() {
    return Boolean.getBoolean("freshet.test.long")
        ? Stream.of(BatchStep.values())
        : Stream.of(BatchStep.LAYERS_APPENDED, BatchStep.VECTORS_COMMITTED);
  }

  @ParameterizedTest
  @MethodSource("stepsAroundTheCommit")
  void batchThatDiesBeforeItsCheckpointIsLostIsCompletedInOtherPieces(BatchStep step) {
    home.land("1.json", plain("a", 1, "one"), plain("b", 1, "two"), "no json");
    home.runOnce();
    home.land("2.json", plain("a", 2, "three"), plain("b", 2, null));
    home.land("3.json", plain("c", 1, "four"));
    dieAt(step);

    lose("checkpoint");
    home.configure(
        ChangeFormat.PLAIN, Optional.of("version"), DiscoveryMode.AUTO, FilesPerTrigger.of(1));
    home.runOnce();

    assertComplete();
  }

  private void dieAt(BatchStep step) {
    IngestPipeline dying = home.pipeline();
    dying.observeSteps(
        reached -> {
          if (reached == step) {
            throw new FreshetException(
                ErrorCode.INTERNAL, "Cannot continue: the test ends the batch.");
          }
        });
    assertThatThrownBy(() -> dying.run(true))
        .hasMessage("Cannot continue: the test ends the batch.");
  }

  private void assertComplete() {
    assertThat(home.searchable()).isEqualTo(Map.of("a", List.of("three"), "c", List.of("four")));
    assertThat(home.column(Layer.BRONZE, "line")).hasSize(6);
    VerifyReport report = home.verify();
    assertThat(report.samples()).isEmpty();
    assertThat(report.lines().bronze()).isEqualTo(6);
    assertThat(report.lines().silver()).isEqualTo(5);
    assertThat(report.lines().unreadable()).isEqualTo(1);
    assertThat(home.runOnce().files()).isZero();
  }

  @Test
  void secondRunOfAHomeIsRefusedAndDisturbsNothing() throws Exception {
    try (ContinuousRun first = new ContinuousRun(home.pipeline()).awaitReady()) {
      home.land("1.json", plain("a", 1, "one"));
      await().atMost(SOON).until(() -> home.searchable().containsKey("a"));

      assertThatThrownBy(() -> home.pipeline().run(true))
          .isInstanceOfSatisfying(
              FreshetException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.ALREADY_RUNNING))
          .hasMessageEndingWith("Stop it first.");

      assertThat(home.store.writersOpened).as("no writer was fenced").hasValue(1);
      home.land("2.json", plain("b", 1, "two"));
      await().atMost(SOON).until(() -> home.searchable().containsKey("b"));
      await().atMost(SOON).until(() -> home.status().isPresent());
      assertThat(home.status().orElseThrow().state()).isEqualTo(RunStatus.State.RUNNING);
      first.end();
    }
    assertThat(home.runOnce().files()).isZero();
    home.assertEqual();
  }

  @Test
  void modelThatFailsTwiceIsAskedAgain() {
    home.land("1.json", plain("a", 1, "one"));
    home.model.failNextCalls(2);

    RunSummary summary = home.runOnce();

    assertThat(summary.batches()).isEqualTo(1);
    assertThat(home.metrics().total(PipelineMetric.BATCHES_FAILED)).isEqualTo(2);
    assertThat(home.searchable()).isEqualTo(Map.of("a", List.of("one")));
    assertThat(home.column(Layer.BRONZE, "line")).hasSize(1);
    home.assertEqual();
  }

  @ParameterizedTest
  @EnumSource(CommitFault.class)
  void commitOfUnknownOutcomeIsInTheTableOnce(CommitFault fault) {
    home.land("1.json", plain("a", 1, "one"), plain("b", 1, "two"));
    home.runOnce();
    home.land("2.json", plain("a", 2, "three"));
    home.store.table.failNextCommit(fault);

    home.runOnce();

    assertThat(home.searchable()).isEqualTo(Map.of("a", List.of("three"), "b", List.of("two")));
    assertThat(home.column(Layer.LEDGER, "batch_id")).hasSize(2);
    home.assertEqual();
  }

  @Test
  void failureThatWillNotPassEndsTheRunAndIsNamed() {
    home.land("1.json", plain("a", 1, "one"));
    home.embedder.beforeEmbed(
        () -> {
          throw new FreshetException(
              ErrorCode.MODEL_UNREADABLE, "Cannot load the model: it is damaged. Restore it.");
        });

    assertThatThrownBy(() -> home.pipeline().run(true))
        .isInstanceOfSatisfying(
            FreshetException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MODEL_UNREADABLE))
        .hasMessage("Cannot load the model: it is damaged. Restore it.");
    assertThat(home.metrics().total(PipelineMetric.BATCHES_FAILED)).isEqualTo(1);
    assertThat(home.status().orElseThrow().state()).isEqualTo(RunStatus.State.FAILED);
    assertThat(home.searchable()).isEmpty();

    // When the model is fixed
    home.embedder.beforeEmbed(() -> {});
    assertThat(home.runOnce().records()).isEqualTo(1);
    home.assertEqual();
  }

  @Test
  void runThatCannotOpenItsVectorTableGivesEverythingBack() {
    home.land("1.json", plain("a", 1, "one"));
    VectorStore refusing =
        spec -> {
          throw new FreshetException(ErrorCode.FINGERPRINT_MISMATCH, "Cannot open the table.");
        };

    assertThatThrownBy(
            () ->
                new IngestPipeline(
                        home.config(),
                        home.embedder,
                        home.documents(),
                        refusing,
                        home.metrics(),
                        WorkDistribution.of(Optional.empty()))
                    .run(true))
        .hasMessage("Cannot open the table.");

    assertThat(home.runOnce().records()).isEqualTo(1);
    home.assertEqual();
  }

  private void lose(String part) {
    Path lost = home.config().home().resolve(part);
    assertThat(lost).isDirectory();
    assertThat(FileUtil.fullyDelete(lost.toFile())).isTrue();
  }

  /** An upsert, or a delete if there is no text. */
  private static String plain(String id, long version, String text) {
    return text == null
        ? "{\"id\":\"%s\",\"version\":%d,\"op\":\"delete\"}".formatted(id, version)
        : "{\"id\":\"%s\",\"version\":%d,\"text\":\"%s\"}".formatted(id, version, text);
  }
}
