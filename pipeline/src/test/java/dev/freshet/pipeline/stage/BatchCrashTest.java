package dev.freshet.pipeline.stage;

import static dev.freshet.pipeline.stage.Change.delete;
import static dev.freshet.pipeline.stage.Change.file;
import static dev.freshet.pipeline.stage.Change.lines;
import static dev.freshet.pipeline.stage.Change.upsert;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.core.error.CommitStateUnknownException;
import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.FreshetException;
import dev.freshet.pipeline.change.LandedRow;
import dev.freshet.pipeline.metrics.BatchReport;
import dev.freshet.testkit.vector.CommitFault;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * After every crash and repetition the stores hold the same rows as after a run without a crash.
 */
class BatchCrashTest {

  /** Three batches whose lines end in every possible way. */
  private static final List<List<LandedRow>> BATCHES =
      List.of(
          batch(
              file(1, upsert("a", 1, "a one|a two|a three"), upsert("b", 1, "b one")),
              file(2, upsert("c", 1, "c one"), upsert("e", 4, "e one"))),
          batch(
              file(3, upsert("a", 2, "a new"), delete("b", 2), upsert("d", 1, "poison")),
              lines(4, List.of("{\"id\":", "{\"id\":\"x\"}")),
              file(5, upsert("e", 3, "late"), upsert("f", 1, " | "), upsert("g", 1, "g|g"))),
          batch(file(6, upsert("b", 1, "late"), upsert("d", 2, "d fixed"), delete("zzz", 1))));

  private static final Map<String, String> EXPECTED =
      Map.of(
          "a#0",
          "2 a new",
          "c#0",
          "1 c one",
          "d#0",
          "2 d fixed",
          "e#0",
          "4 e one",
          "g#0",
          "1 g",
          "g#1",
          "1 g");

  private static HomeContents undisturbed;

  @TempDir Path dir;
  private StageHome home;

  @BeforeAll
  static void runWithoutACrash(@TempDir Path dir) {
    try (StageHome home = StageHome.in(dir)) {
      BATCHES.forEach(home::process);
      undisturbed = home.contents();
    }
    assertThat(undisturbed.chunks()).isEqualTo(EXPECTED);
    assertThat(undisturbed.bronze()).hasSize(15);
    assertThat(undisturbed.silver()).hasSize(13);
    assertThat(undisturbed.quarantine()).hasSize(3);
    assertThat(undisturbed.gold()).hasSize(11);
    assertThat(undisturbed.ledger()).containsExactly("s:2", "s:5", "s:6");
  }

  @BeforeEach
  void open() {
    home = StageHome.in(dir);
  }

  @AfterEach
  void close() {
    FaultyLayerFs.heal();
    home.close();
  }

  /** Every step of every batch in the long profile, otherwise every step of the second batch. */
  static Stream<Arguments> steps() {
    List<Integer> batches = Boolean.getBoolean("freshet.test.long") ? List.of(0, 1, 2) : List.of(1);
    return Arrays.stream(BatchStep.values())
        .flatMap(step -> batches.stream().map(batch -> Arguments.of(step, batch)));
  }

  @ParameterizedTest
  @MethodSource("steps")
  void crashAtAnyStepIsRepairedByRunningTheBatchAgain(BatchStep step, int crashing) {
    for (int i = 0; i < BATCHES.size(); i++) {
      if (i == crashing) {
        home.processUntil(step, BATCHES.get(i));
        home.restart();
      }
      home.process(BATCHES.get(i));
    }
    assertUndisturbed();
  }

  @ParameterizedTest
  @EnumSource(BatchStep.class)
  void crashAtAnyStepThatTakesTheKeyIndexAlongIsRepairedToo(BatchStep step) {
    home.process(BATCHES.get(0));
    home.processUntil(step, BATCHES.get(1));
    home.restartWithoutKeyIndex();
    home.process(BATCHES.get(1));
    home.process(BATCHES.get(2));

    assertUndisturbed();
  }

  @ParameterizedTest
  @ValueSource(strings = {"bronze", "silver", "gold", "quarantine", "ledger"})
  void tableThatCannotBeWrittenFailsTheBatchWhichIsRepairedByRunningItAgain(String table) {
    home.process(BATCHES.get(0));
    FaultyLayerFs.failCommitsTo(table);

    assertThatThrownBy(() -> home.process(BATCHES.get(1)))
        .isInstanceOfSatisfying(
            FreshetException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.STORE_UNAVAILABLE))
        .hasMessageContaining("Cannot append batch s:5 to table " + table);
    assertThat(home.failures).extracting("endSequence").containsExactly(5L);

    FaultyLayerFs.heal();
    home.restart();
    home.process(BATCHES.get(1));
    home.process(BATCHES.get(2));
    assertUndisturbed();
  }

  @ParameterizedTest
  @EnumSource(CommitFault.class)
  void commitOfUnknownOutcomeIsRaisedAndTheRepeatedBatchIsSingle(CommitFault fault) {
    home.process(BATCHES.get(0));
    home.vectors.failNextCommit(fault);

    assertThatThrownBy(() -> home.process(BATCHES.get(1)))
        .isInstanceOf(CommitStateUnknownException.class);
    assertThat(home.contents().ledger()).containsExactly("s:2");
    assertThat(home.keys().appliedThrough(StageHome.STREAM)).isEqualTo(2);

    // The same process continues, as the pipeline does when its query fails
    home.recover();
    BatchReport report = home.process(BATCHES.get(1));
    home.process(BATCHES.get(2));
    assertThat(report.skipped()).isEqualTo(fault == CommitFault.LOST_ANSWER);
    assertUndisturbed();
  }

  @Test
  void modelThatFailsAsAWholeFailsTheBatchWhichIsRepairedByRunningItAgain() {
    home.process(BATCHES.get(0));
    home.embedder.failNextCalls(1);

    assertThatThrownBy(() -> home.process(BATCHES.get(1)))
        .isInstanceOfSatisfying(
            FreshetException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.EMBEDDING_FAILED));
    assertThat(home.committedEnd(StageHome.STREAM)).isEqualTo(2);
    // No append is still under way that could meet its own repetition
    assertThat(home.layers().bronze().lastCommitted(StageHome.STREAM)).hasValue(5);
    assertThat(home.layers().silver().lastCommitted(StageHome.STREAM)).hasValue(5);
    assertThat(home.layers().gold().lastCommitted(StageHome.STREAM)).hasValue(5);

    home.recover();
    home.process(BATCHES.get(1));
    home.process(BATCHES.get(2));
    assertUndisturbed();
  }

  @Test
  void processThatDiesAtEveryStepCompletesItsBatches() {
    for (List<LandedRow> batch : BATCHES) {
      for (BatchStep step : BatchStep.values()) {
        // After VECTORS_COMMITTED the batch is recognised and has only the first step.
        boolean recognised = step.compareTo(BatchStep.VECTORS_COMMITTED) > 0;
        home.processUntil(recognised ? BatchStep.STARTED : step, batch);
        home.restart();
      }
      home.process(batch);
    }
    assertUndisturbed();
  }

  private void assertUndisturbed() {
    assertThat(home.contents()).isEqualTo(undisturbed);
    assertThat(home.keys().liveRecords()).isEqualTo(6);
  }

  @SafeVarargs
  private static List<LandedRow> batch(List<LandedRow>... files) {
    List<LandedRow> rows = new ArrayList<>();
    Arrays.stream(files).forEach(rows::addAll);
    return rows;
  }
}
