package dev.freshet.maintenance.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.maintenance.FragmentShape;
import dev.freshet.core.maintenance.IndexShape;
import dev.freshet.core.maintenance.MaintenanceRun;
import dev.freshet.core.maintenance.MaintenanceStep;
import dev.freshet.core.maintenance.PlannedStep;
import dev.freshet.core.maintenance.RecallEstimate;
import dev.freshet.core.maintenance.StepOutcome;
import dev.freshet.core.maintenance.TableShape;
import dev.freshet.core.maintenance.TunedSearch;
import dev.freshet.core.vector.SearchParameters;
import dev.freshet.maintenance.calibration.Calibration;
import dev.freshet.maintenance.calibration.StepHistory;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** When a plan tunes the search parameters. */
class TuningRuleTest {

  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
  private static final double TARGET = MaintenanceTargets.defaults().recall();
  private static final RecallEstimate LOW = new RecallEstimate(400, 500, 10, NOW);
  private static final MaintenanceStep TUNE = new MaintenanceStep.TuneSearch(40, 10, 0.98, 50_000);

  private final MaintenancePolicy policy = new MaintenancePolicy(MaintenanceTargets.defaults());

  @Test
  void indexWithoutParametersOfItsOwnIsTuned() {
    assertThat(plan(onePiece(50_000, Optional.empty()), null, StepHistory.empty()))
        .containsExactly(new PlannedStep(TUNE, "no search parameters were tuned for this index"));
  }

  @Test
  void tunedIndexWhoseRecallIsTooLowIsTunedAgainAndNotRetrained() {
    assertThat(plan(onePiece(50_000, tuned(398)), LOW, StepHistory.empty()))
        .containsExactly(
            new PlannedStep(
                TUNE,
                "recall@10 is 0.800 (400 of 500, at most 0.833); target 0.980; the index is one piece"));
  }

  @Test
  void lowRecallOfASmallSampleTunesNothing() {
    RecallEstimate unlucky = new RecallEstimate(48, 50, 10, NOW);

    assertThat(plan(onePiece(50_000, tuned(398)), unlucky, StepHistory.empty())).isEmpty();
  }

  @Test
  void indexOnWhichNoParametersReachTheTargetIsLeftAlone() {
    assertThat(plan(onePiece(50_000, tuned(300)), LOW, StepHistory.empty())).isEmpty();
  }

  @Test
  void anotherTargetIsTunedTo() {
    Optional<TunedSearch> modest =
        Optional.of(
            new TunedSearch(SearchParameters.DEFAULT, new RecallEstimate(380, 400, 10, NOW), 0.9));

    assertThat(plan(onePiece(50_000, modest), null, StepHistory.empty()))
        .containsExactly(
            new PlannedStep(
                TUNE, "search parameters were tuned to a recall of 0.900; target 0.980"));
  }

  @Test
  void largeTableIsTunedWithFewerQueriesAndASmallOneNotAtAll() {
    assertThat(steps(plan(onePiece(1_000_000, Optional.empty()), null, StepHistory.empty())))
        .containsExactly(new MaintenanceStep.TuneSearch(20, 10, 0.98, 1_000_000));
    assertThat(plan(onePiece(999, Optional.empty()), null, StepHistory.empty())).isEmpty();
  }

  @Test
  void lowRecallLeadsToOtherParametersBeforeANewIndex() {
    TableShape untuned = twoPieces(1_000, Optional.empty());

    assertThat(steps(plan(untuned, LOW, StepHistory.empty())))
        .containsExactly(new MaintenanceStep.TuneSearch(40, 10, 0.98, 51_000));
    assertThat(steps(plan(twoPieces(1_000, tuned(398)), LOW, StepHistory.empty())))
        .containsExactly(new MaintenanceStep.RetrainIndex(51_000));
  }

  @Test
  void tuningThatPausesDoesNotHoldUpANewIndex() {
    StepHistory broken =
        StepHistory.empty()
            .with(
                MaintenanceRun.failed(
                    new PlannedStep(TUNE, ""), NOW.minusSeconds(9), Duration.ofSeconds(1), 7, "x"));
    RecallEstimate since = new RecallEstimate(400, 500, 10, NOW);

    assertThat(steps(plan(twoPieces(1_000, Optional.empty()), since, broken)))
        .containsExactly(new MaintenanceStep.RetrainIndex(51_000));
  }

  @Test
  void indexAboutToBeReplacedIsNotTuned() {
    assertThat(steps(plan(twoPieces(40_000, Optional.empty()), null, StepHistory.empty())))
        .containsExactly(new MaintenanceStep.RetrainIndex(90_000));
  }

  @Test
  void sameIndexIsTunedAgainAfterARestAndANewOneAtOnce() {
    StepHistory tuned = StepHistory.empty().with(done(TUNE, NOW.minusSeconds(600)));
    TableShape untuned = onePiece(50_000, Optional.empty());

    assertThat(plan(untuned, null, tuned)).isEmpty();
    assertThat(
            policy.plan(
                untuned, Calibration.defaults(), null, tuned, NOW.plus(Duration.ofMinutes(6))))
        .isNotEmpty();

    StepHistory retrained =
        tuned.with(done(new MaintenanceStep.RetrainIndex(50_000), NOW.minusSeconds(30)));
    assertThat(steps(plan(untuned, null, retrained))).containsExactly(TUNE);
  }

  @Test
  void recallMeasuredBeforeTheTuningDoesNotCount() {
    StepHistory tunedSince = StepHistory.empty().with(done(TUNE, NOW.minus(Duration.ofHours(1))));
    RecallEstimate before = new RecallEstimate(400, 500, 10, NOW.minus(Duration.ofHours(2)));

    assertThat(plan(onePiece(50_000, tuned(398)), before, tunedSince)).isEmpty();
  }

  private static MaintenanceRun done(MaintenanceStep step, Instant started) {
    return MaintenanceRun.ended(
        new PlannedStep(step, ""),
        started,
        Duration.ofSeconds(2),
        6,
        new StepOutcome.Done(7, 0, 0, 0, Duration.ZERO));
  }

  private static Optional<TunedSearch> tuned(long found) {
    return Optional.of(
        new TunedSearch(SearchParameters.DEFAULT, new RecallEstimate(found, 400, 10, NOW), TARGET));
  }

  private static TableShape onePiece(long rows, Optional<TunedSearch> search) {
    return shape(
        new IndexShape("IVF_HNSW_SQ", List.of(rows), search), new FragmentShape(0, rows, 0, 1, 0));
  }

  private static TableShape twoPieces(long delta, Optional<TunedSearch> search) {
    return shape(
        new IndexShape("IVF_HNSW_SQ", List.of(50_000L, delta), search),
        new FragmentShape(0, 50_000, 0, 1, 0),
        new FragmentShape(1, delta, 0, 1, 1));
  }

  private static TableShape shape(IndexShape index, FragmentShape... fragments) {
    return new TableShape(7, List.of(fragments), Optional.of(index), 7, NOW.minusSeconds(60), NOW);
  }

  private List<PlannedStep> plan(
      TableShape shape, @Nullable RecallEstimate recall, StepHistory history) {
    return policy.plan(shape, Calibration.defaults(), recall, history, NOW);
  }

  private static List<MaintenanceStep> steps(List<PlannedStep> plan) {
    return plan.stream().map(PlannedStep::step).toList();
  }
}
