package dev.freshet.maintenance.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.config.value.IndexType;
import dev.freshet.core.maintenance.ColumnIndex;
import dev.freshet.core.maintenance.FragmentShape;
import dev.freshet.core.maintenance.IndexGoals;
import dev.freshet.core.maintenance.IndexShape;
import dev.freshet.core.maintenance.MaintenanceRun;
import dev.freshet.core.maintenance.MaintenanceStep;
import dev.freshet.core.maintenance.Measured;
import dev.freshet.core.maintenance.PlannedStep;
import dev.freshet.core.maintenance.RecallEstimate;
import dev.freshet.core.maintenance.StepKind;
import dev.freshet.core.maintenance.TableShape;
import dev.freshet.core.maintenance.TunedSearch;
import dev.freshet.core.vector.SearchParameters;
import dev.freshet.maintenance.calibration.Calibration;
import dev.freshet.maintenance.calibration.StepHistory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MaintenancePolicyTest {

  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

  private static final double TARGET = MaintenanceTargets.defaults().recall();

  private static final IndexGoals WITH_COLUMNS =
      new IndexGoals(
          IndexType.IVF_HNSW_SQ, List.of(ColumnIndex.fullText(), ColumnIndex.filter("tenant")));

  private final MaintenancePolicy policy = new MaintenancePolicy(MaintenanceTargets.defaults());

  @Test
  void tidyTableNeedsNothing() {
    TableShape shape =
        shape(List.of(100_000L), fragment(0, 50_000, 0, 0), fragment(1, 50_000, 0, 0));

    assertThat(plan(shape)).isEmpty();
  }

  @Test
  void emptyTableNeedsNothing() {
    assertThat(plan(shape(List.of()))).isEmpty();
  }

  @Test
  void tableWhoseScanTakesTooLongGetsAnIndex() {
    TableShape shape = shape(List.of(), fragment(0, 20_000, 0, FragmentShape.UNINDEXED));

    assertThat(plan(shape))
        .containsExactly(
            new PlannedStep(
                new MaintenanceStep.BuildIndex(20_000),
                "a search scans 20,000 rows in about 25.6 ms; threshold 11,719 rows"));
  }

  @Test
  void longTailIsCompactedThenCovered() {
    TableShape shape =
        shape(
            List.of(100_000L),
            fragment(0, 100_000, 0, 0),
            fragment(1, 2_110, 0, FragmentShape.UNINDEXED),
            fragment(2, 2_100, 0, FragmentShape.UNINDEXED));

    assertThat(plan(shape))
        .containsExactly(
            new PlannedStep(
                new MaintenanceStep.CompactTail(List.of(1, 2), 4_210),
                "the index is about to cover 2 unindexed fragments; the newest 2 become one"),
            new PlannedStep(
                new MaintenanceStep.ExtendIndex(4_210),
                "a tail of 4,210 rows costs a search 5.8 ms beside 3.8 ms of the index; threshold"
                    + " 2,227 rows"));
  }

  @Test
  void manyDeltasAreMergedWithoutTheBaseAndWithoutAMuchLargerOne() {
    List<FragmentShape> fragments = new ArrayList<>();
    List<Long> segments = new ArrayList<>(List.of(100_000L, 40_000L));
    fragments.add(fragment(0, 100_000, 0, 0));
    fragments.add(fragment(1, 40_000, 0, 1));
    for (int segment = 2; segment < 10; segment++) {
      segments.add(500L);
      fragments.add(fragment(segment, 500, 0, segment));
    }

    assertThat(plan(shape(segments, fragments.toArray(FragmentShape[]::new))))
        .containsExactly(
            new PlannedStep(
                new MaintenanceStep.MergeSegments(8, 4_000),
                "9 delta segments cost a search 3.6 ms; threshold 7; the newest 8 have 4,000 rows"));
  }

  @Test
  void smallNeighboursOfOneSegmentBecomeOneFragment() {
    TableShape shape =
        shape(
            List.of(100_000L, 2_000L),
            fragment(0, 100_000, 0, 0),
            fragment(1, 500, 0, 1),
            fragment(2, 500, 0, 1),
            fragment(3, 500, 0, 1),
            fragment(4, 500, 0, 1));

    assertThat(steps(plan(shape)))
        .containsExactly(new MaintenanceStep.CompactFragments(List.of(1, 2, 3, 4), 2_000));
  }

  @Test
  void fragmentWithMostDeletionsIsRewrittenFirst() {
    TableShape shape =
        shape(List.of(28_000L), fragment(0, 10_000, 1_600, 0), fragment(1, 10_000, 2_500, 0));

    assertThat(plan(shape))
        .containsExactly(
            new PlannedStep(
                new MaintenanceStep.RewriteFragment(1, 7_500, 2_500),
                "25 % of fragment 1 is deleted (2,500 of 10,000 rows); threshold 15 %"));
  }

  @Test
  void fragmentTooLargeForAWritersWaitWaitsForAQuietTable() {
    TableShape before =
        shapeAt(NOW.minusSeconds(60), List.of(100_000L), fragment(0, 100_000, 20_000, 0));
    TableShape shape = shape(List.of(100_000L), fragment(0, 100_000, 20_000, 0));
    Calibration quiet = Calibration.defaults().withWrites(before, shape);

    assertThat(plan(shape)).isEmpty();
    assertThat(steps(policy.plan(shape, quiet, null, StepHistory.empty(), NOW)))
        .containsExactly(new MaintenanceStep.RewriteFragment(0, 80_000, 20_000));
  }

  @Test
  void indexWhoseRecallIsSurelyTooLowIsRetrained() {
    TableShape shape =
        shape(List.of(50_000L, 1_000L), fragment(0, 50_000, 0, 0), fragment(1, 1_000, 0, 1));

    assertThat(plan(shape, new RecallEstimate(470, 500, 10, NOW), StepHistory.empty()))
        .containsExactly(
            new PlannedStep(
                new MaintenanceStep.RetrainIndex(51_000),
                "recall@10 is 0.940 (470 of 500, at most 0.958); target 0.980"));
  }

  @Test
  void indexOfAnotherTypeThanConfiguredIsRebuilt() {
    TableShape shape = shape(List.of(50_000L), fragment(0, 50_000, 0, 0));

    assertThat(plan(shape, new IndexGoals(IndexType.IVF_PQ, List.of())))
        .containsExactly(
            new PlannedStep(
                new MaintenanceStep.RetrainIndex(IndexType.IVF_PQ, 50_000),
                "the index is IVF_HNSW_SQ, configured is IVF_PQ"));
  }

  @Test
  void firstIndexIsOfTheConfiguredType() {
    TableShape shape = shape(List.of(), fragment(0, 20_000, 0, FragmentShape.UNINDEXED));

    assertThat(steps(plan(shape, new IndexGoals(IndexType.IVF_SQ, List.of()))))
        .containsExactly(new MaintenanceStep.BuildIndex(IndexType.IVF_SQ, 20_000));
  }

  @Test
  void missingColumnIndexesAreBuiltOneAtATimeAndFullTextFirst() {
    TableShape shape = shape(List.of(20_000L), fragment(0, 20_000, 0, 0));

    assertThat(plan(shape, WITH_COLUMNS))
        .containsExactly(
            new PlannedStep(
                new MaintenanceStep.BuildColumnIndex(ColumnIndex.fullText(), 20_000),
                "the full-text index on text is missing; searches for words need it"));
    assertThat(plan(with(shape, Map.of(ColumnIndex.fullText(), 0L)), WITH_COLUMNS))
        .containsExactly(
            new PlannedStep(
                new MaintenanceStep.BuildColumnIndex(ColumnIndex.filter("tenant"), 20_000),
                "the filter index on tenant is missing; a filter reads the column of 20,000 rows;"
                    + " threshold 11,719 rows"));
    assertThat(
            plan(
                with(shape, Map.of(ColumnIndex.fullText(), 0L, ColumnIndex.filter("tenant"), 0L)),
                WITH_COLUMNS))
        .isEmpty();
  }

  @Test
  void smallTableGetsAFullTextIndexAndNoOther() {
    TableShape shape = shape(List.of(), fragment(0, 30, 0, FragmentShape.UNINDEXED));

    assertThat(steps(plan(shape, WITH_COLUMNS)))
        .containsExactly(new MaintenanceStep.BuildColumnIndex(ColumnIndex.fullText(), 30));
    assertThat(plan(shape(List.of()), WITH_COLUMNS)).isEmpty();
  }

  @Test
  void fullTextIndexThatLacksManyRowsIsRebuilt() {
    TableShape shape = shape(List.of(9_000L), fragment(0, 9_000, 0, 0));

    assertThat(plan(with(shape, Map.of(ColumnIndex.fullText(), 3_000L)), WITH_COLUMNS))
        .containsExactly(
            new PlannedStep(
                new MaintenanceStep.BuildColumnIndex(ColumnIndex.fullText(), 9_000),
                "the full-text index on text lacks 3,000 of 9,000 rows, which are scanned;"
                    + " threshold 2,227 rows"));
    assertThat(plan(with(shape, Map.of(ColumnIndex.fullText(), 2_000L)), WITH_COLUMNS)).isEmpty();
  }

  @Test
  void filterIndexThatLacksManyRowsWaitsForTheVectorIndexIfThereIsOne() {
    IndexGoals goals = new IndexGoals(IndexType.IVF_HNSW_SQ, List.of(ColumnIndex.filter("tenant")));
    Map<ColumnIndex, Long> behind = Map.of(ColumnIndex.filter("tenant"), 3_000L);
    TableShape bare = shape(List.of(), fragment(0, 9_000, 0, FragmentShape.UNINDEXED));
    TableShape indexed = shape(List.of(9_000L), fragment(0, 9_000, 0, 0));

    assertThat(steps(plan(with(bare, behind), goals)))
        .containsExactly(new MaintenanceStep.BuildColumnIndex(ColumnIndex.filter("tenant"), 9_000));
    assertThat(plan(with(indexed, behind), goals)).isEmpty();
  }

  @Test
  void columnIndexThatCannotBeBuiltDoesNotHoldUpAnother() {
    TableShape shape = shape(List.of(20_000L), fragment(0, 20_000, 0, 0));
    PlannedStep fullText = plan(shape, WITH_COLUMNS).get(0);
    StepHistory history =
        StepHistory.empty()
            .with(
                MaintenanceRun.failed(
                    fullText, NOW.minusSeconds(1), Duration.ofMillis(1), 7, "no"));

    assertThat(
            steps(
                new MaintenancePolicy(MaintenanceTargets.defaults().with(WITH_COLUMNS))
                    .plan(shape, Calibration.defaults(), null, history, NOW)))
        .containsExactly(
            new MaintenanceStep.BuildColumnIndex(ColumnIndex.filter("tenant"), 20_000));
  }

  @Test
  void columnIndexThatIsNotConfiguredIsLeftAlone() {
    TableShape shape = shape(List.of(20_000L), fragment(0, 20_000, 0, 0));

    assertThat(plan(with(shape, Map.of(ColumnIndex.filter("author"), 0L)))).isEmpty();
  }

  private static List<PlannedStep> plan(TableShape shape, IndexGoals goals) {
    return new MaintenancePolicy(MaintenanceTargets.defaults().with(goals))
        .plan(shape, Calibration.defaults(), null, StepHistory.empty(), NOW);
  }

  private static TableShape with(TableShape shape, Map<ColumnIndex, Long> columns) {
    return new TableShape(
        shape.version(),
        shape.fragments(),
        shape.index(),
        shape.versions(),
        shape.oldestVersionAt(),
        shape.observedAt(),
        columns);
  }

  @Test
  void lowRecallOfASmallSampleStartsNoRetraining() {
    TableShape shape =
        shape(List.of(50_000L, 1_000L), fragment(0, 50_000, 0, 0), fragment(1, 1_000, 0, 1));

    assertThat(plan(shape, new RecallEstimate(48, 50, 10, NOW), StepHistory.empty())).isEmpty();
  }

  @Test
  void oldVersionsAreRemoved() {
    TableShape shape =
        new TableShape(40, List.of(), Optional.empty(), 40, NOW.minus(Duration.ofHours(2)), NOW);

    assertThat(plan(shape))
        .containsExactly(
            new PlannedStep(
                new MaintenanceStep.RemoveVersions(NOW.minus(Duration.ofHours(1))),
                "40 versions, the oldest 2.0 h old; kept for 60 min; threshold 10"));
  }

  @Test
  void failedStepPausesAndThenComesBehindTheOthers() {
    TableShape shape =
        shape(
            List.of(100_000L),
            fragment(0, 100_000, 0, 0),
            fragment(1, 3_000, 0, FragmentShape.UNINDEXED),
            fragment(2, 3_000, 0, FragmentShape.UNINDEXED));
    PlannedStep compaction = plan(shape).get(0);
    MaintenanceRun failed =
        MaintenanceRun.failed(compaction, NOW, Duration.ofMillis(5), 7, "disk full");
    StepHistory history = StepHistory.empty().with(failed);

    assertThat(kinds(policy.plan(shape, Calibration.defaults(), null, history, NOW.plusSeconds(9))))
        .containsExactly(StepKind.EXTEND_INDEX);
    assertThat(
            kinds(policy.plan(shape, Calibration.defaults(), null, history, NOW.plusSeconds(11))))
        .containsExactly(StepKind.EXTEND_INDEX, StepKind.COMPACT_TAIL);
  }

  @Test
  void brokenFragmentDoesNotHoldUpTheOthers() {
    TableShape shape =
        shape(List.of(28_000L), fragment(0, 10_000, 1_600, 0), fragment(1, 10_000, 2_500, 0));
    StepHistory history =
        StepHistory.empty().with(MaintenanceRun.abandoned(plan(shape).get(0), NOW, 7));

    assertThat(steps(plan(shape, null, history)))
        .containsExactly(new MaintenanceStep.RewriteFragment(0, 8_400, 1_600));
  }

  @Test
  void thresholdOfTheTailMovesWithWhatIsMeasured() {
    Calibration slowScan = Calibration.defaults().with(measured(5, 4));
    Calibration fastScan = Calibration.defaults().with(measured(0.5, 4));

    assertThat(tailRows(slowScan)).isEqualTo(600);
    assertThat(tailRows(fastScan)).isEqualTo(6_000);
    assertThat(tailRows(Calibration.defaults().with(measured(50, 4)))).isEqualTo(1_000 / 2);
  }

  @Test
  void explanationNamesInputsThresholdsAndCadence() {
    TableShape before = shapeAt(NOW.minusSeconds(10), List.of(50_000L), fragment(0, 50_000, 0, 0));
    TableShape after =
        shape(
            List.of(50_000L),
            fragment(0, 50_000, 0, 0),
            fragment(1, 2_000, 0, FragmentShape.UNINDEXED));
    Calibration calibration =
        Calibration.defaults().withWrites(before, after).with(measured(1.28, 4));

    Explanation explanation = Explanation.of(calibration, MaintenanceTargets.defaults());

    assertThat(explanation.inputs())
        .contains(
            "writes: 200 rows/s, 360 new fragments an hour, seen over 10 s",
            "flat scan per 1,000 rows: 1.3 ms, measured 2026-11-21T10:00:00Z",
            "extend-index: 55.0 ms and 0.080 ms a row, default");
    assertThat(explanation.thresholds().get(1).derivation())
        .isEqualTo(
            "2,344 rows: a scan of 2,344 (1.3 ms per 1,000 rows, measured) costs 0.75 of an indexed"
                + " search (4.0 ms, measured)");
    assertThat(explanation.cadence().get(0))
        .isEqualTo(
            "a delta segment every ~12 s at 200 rows/s, taking ~0.2 s: 2 % of the time, at most 10 %");
  }

  private static long tailRows(Calibration calibration) {
    return Thresholds.derive(calibration, MaintenanceTargets.defaults()).index().tailRows().count();
  }

  private static Measured measured(double scanMillis, double searchMillis) {
    return new Measured(
        OptionalDouble.of(scanMillis), OptionalDouble.of(searchMillis), Optional.empty(), NOW);
  }

  private List<PlannedStep> plan(TableShape shape) {
    return plan(shape, null, StepHistory.empty());
  }

  private List<PlannedStep> plan(
      TableShape shape, @Nullable RecallEstimate recall, StepHistory history) {
    return policy.plan(shape, Calibration.defaults(), recall, history, NOW);
  }

  private static List<MaintenanceStep> steps(List<PlannedStep> plan) {
    return plan.stream().map(PlannedStep::step).toList();
  }

  private static List<StepKind> kinds(List<PlannedStep> plan) {
    return plan.stream().map(planned -> planned.step().kind()).toList();
  }

  /** Search parameters with which a sample found that many of 400 neighbours. */
  private static TunedSearch tuned(long found) {
    return new TunedSearch(
        SearchParameters.DEFAULT, new RecallEstimate(found, 400, 10, NOW), TARGET);
  }

  private static FragmentShape fragment(int id, long rows, long deletedRows, int segment) {
    return new FragmentShape(id, rows, deletedRows, rows * 2_000, segment);
  }

  private static TableShape shape(List<Long> segments, FragmentShape... fragments) {
    return shapeAt(NOW, segments, fragments);
  }

  private static TableShape shapeAt(Instant at, List<Long> segments, FragmentShape... fragments) {
    Optional<IndexShape> index =
        segments.isEmpty()
            ? Optional.empty()
            : Optional.of(new IndexShape("IVF_HNSW_SQ", segments, Optional.of(tuned(398))));
    return new TableShape(7, List.of(fragments), index, 7, at.minusSeconds(60), at);
  }
}
