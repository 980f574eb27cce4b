package dev.freshet.maintenance.calibration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.maintenance.MaintenanceRun;
import dev.freshet.core.maintenance.MaintenanceStep;
import dev.freshet.core.maintenance.PlannedStep;
import dev.freshet.core.maintenance.StepKind;
import dev.freshet.core.maintenance.StepOutcome;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class StepHistoryTest {

  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
  private static final MaintenanceStep EXTEND = new MaintenanceStep.ExtendIndex(1_000);

  @Test
  void pauseDoublesWithEachFailureUpToHalfAnHour() {
    StepHistory history = StepHistory.empty();
    for (int i = 0; i < 3; i++) {
      history = history.with(failed(EXTEND));
    }

    assertThat(history.pauses(EXTEND, NOW.plusSeconds(39))).isTrue();
    assertThat(history.pauses(EXTEND, NOW.plusSeconds(40))).isFalse();
    for (int i = 0; i < 100; i++) {
      history = history.with(failed(EXTEND));
    }
    assertThat(history.pauses(EXTEND, NOW.plus(Duration.ofMinutes(30)))).isFalse();
  }

  @Test
  void successEndsAllPauses() {
    StepHistory history = StepHistory.empty().with(failed(EXTEND)).with(done(EXTEND, 200));

    assertThat(history.failures(EXTEND)).isZero();
    assertThat(history.pauses(EXTEND, NOW)).isFalse();
  }

  @Test
  void kindPausesWhenAllItsStepsFail() {
    StepHistory history = StepHistory.empty();
    for (int fragment = 0; fragment < 4; fragment++) {
      history = history.with(failed(rewrite(fragment)));
    }

    assertThat(history.failures(rewrite(9))).isZero();
    assertThat(history.pauses(rewrite(9), NOW.plusSeconds(9))).isTrue();
    assertThat(history.pauses(rewrite(9), NOW.plusSeconds(10))).isFalse();
  }

  @Test
  void runtimesAreLearntFromRunsThatWereDone() {
    StepHistory history = StepHistory.empty().with(failed(EXTEND));
    for (int i = 0; i < 5; i++) {
      // Twice what the defaults say: 55 ms and 0.08 ms a row.
      history = history.with(done(EXTEND, 270));
    }

    StepCost cost = Calibration.defaults().with(history).cost(StepKind.EXTEND_INDEX);

    assertThat(cost.runs()).isEqualTo(5);
    assertThat(cost.last()).contains(Duration.ofMillis(270));
    assertThat(cost.expected(1_000)).isEqualTo(Duration.ofMillis(270));
    assertThat(cost.expected(10_000)).isEqualTo(Duration.ofMillis(1_710));
  }

  private static MaintenanceStep rewrite(int fragment) {
    return new MaintenanceStep.RewriteFragment(fragment, 1_000, 1_000);
  }

  private static MaintenanceRun failed(MaintenanceStep step) {
    return MaintenanceRun.failed(new PlannedStep(step, "due"), NOW, Duration.ZERO, 1, "disk full");
  }

  private static MaintenanceRun done(MaintenanceStep step, long millis) {
    return MaintenanceRun.ended(
        new PlannedStep(step, "due"),
        NOW,
        Duration.ofMillis(millis),
        1,
        new StepOutcome.Done(2, 1_000, 0, 0, Duration.ZERO));
  }
}
