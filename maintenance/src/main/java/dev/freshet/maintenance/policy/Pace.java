package dev.freshet.maintenance.policy;

import dev.freshet.core.maintenance.MaintenanceRun;
import dev.freshet.core.maintenance.RunResult;
import dev.freshet.core.maintenance.StepKind;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Keeps every kind of step within its share of the time, whatever the table seems to need: after a
 * run that took {@code t}, its kind rests for {@code t / share}. That bounds the time maintenance
 * takes as a whole, at every write rate, by the sum of the shares.
 */
final class Pace {

  /** However fast it was, an index is not built anew, nor the same one tuned anew, more often. */
  static final Duration RETRAIN_PAUSE_MIN = Duration.ofMinutes(15);

  private static final Set<StepKind> SELDOM =
      EnumSet.of(StepKind.RETRAIN_INDEX, StepKind.TUNE_SEARCH);

  /** By how much extending the index may exceed its share when rows come faster than it allows. */
  private static final double STRETCH_MAX = 3;

  /** Room between what extending needs and what it gets, for what it takes apart from rows. */
  private static final double SPARE = 1.25;

  private final MaintenanceTargets targets;
  private final Calibration calibration;
  private final StepHistory history;

  Pace(MaintenanceTargets targets, Calibration calibration, StepHistory history) {
    this.targets = targets;
    this.calibration = calibration;
    this.history = history;
  }

  /** The share of the time a kind of step may take, 0 to 1. */
  static double share(StepKind kind, Calibration calibration, MaintenanceTargets targets) {
    return targets.dutyShare()
        * switch (kind) {
          case EXTEND_INDEX -> stretch(calibration, targets);
          case BUILD_INDEX -> 1;
          case MERGE_SEGMENTS -> 1.5;
          case COMPACT_TAIL, COMPACT_FRAGMENTS, REWRITE_FRAGMENT, RETRAIN_INDEX -> 0.5;
          case TUNE_SEARCH -> 0.25;
          case REMOVE_VERSIONS -> 0.1;
          case BUILD_COLUMN_INDEX -> 0.5;
        };
  }

  /** A tail that outgrows the index for good is worse than a busy processor: up to a limit. */
  private static double stretch(Calibration calibration, MaintenanceTargets targets) {
    double needed =
        calibration.cost(StepKind.EXTEND_INDEX).millisPerRow()
            / 1000
            * calibration.writes().rowsPerSecond();
    return Math.max(1, Math.min(STRETCH_MAX, SPARE * needed / targets.dutyShare()));
  }

  /** How long a kind of step rests after a run that took {@code took}. */
  static Duration rest(
      StepKind kind, Duration took, Calibration calibration, MaintenanceTargets targets) {
    Duration rest =
        Duration.ofNanos(Math.round(took.toNanos() / share(kind, calibration, targets)));
    return SELDOM.contains(kind) && rest.compareTo(RETRAIN_PAUSE_MIN) < 0
        ? RETRAIN_PAUSE_MIN
        : rest;
  }

  /** Whether a kind of step has rested long enough at {@code now}. */
  boolean allows(StepKind kind, Instant now) {
    return (rested(kind, kind, now) || (kind == StepKind.TUNE_SEARCH && trainedSinceTuned()))
        && (kind != StepKind.RETRAIN_INDEX || rested(StepKind.BUILD_INDEX, kind, now));
  }

  /** A new index has its own pace, which bounds how often it is tuned for the first time. */
  private boolean trainedSinceTuned() {
    Optional<MaintenanceRun> tuned = history.last(StepKind.TUNE_SEARCH);
    return Stream.of(StepKind.BUILD_INDEX, StepKind.RETRAIN_INDEX)
        .flatMap(kind -> history.last(kind).stream())
        .filter(run -> run.result() == RunResult.DONE)
        .anyMatch(run -> tuned.isEmpty() || run.ended().isAfter(tuned.get().ended()));
  }

  private boolean rested(StepKind ran, StepKind next, Instant now) {
    Optional<MaintenanceRun> last = history.last(ran);
    return last.isEmpty()
        || !now.isBefore(
            last.get().ended().plus(rest(next, last.get().took(), calibration, targets)));
  }
}
