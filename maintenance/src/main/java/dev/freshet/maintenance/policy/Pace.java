package dev.freshet.maintenance.policy;

import dev.freshet.core.maintenance.MaintenanceRun;
import dev.freshet.core.maintenance.RunResult;
import dev.freshet.core.maintenance.StepKind;
import dev.freshet.maintenance.calibration.Calibration;
import dev.freshet.maintenance.calibration.StepHistory;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Keeps every kind of step within its share of the time, whatever the table needs: after a run that
 * took {@code t}, its kind rests for {@code t / share}. So the sum of the shares bounds the time of
 * all maintenance, at every write rate.
 */
final class Pace {

  /** An index is not rebuilt, and the same index not tuned again, more often than this. */
  static final Duration RETRAIN_PAUSE_MIN = Duration.ofMinutes(15);

  private static final Set<StepKind> SELDOM =
      EnumSet.of(StepKind.RETRAIN_INDEX, StepKind.TUNE_SEARCH);

  /** How many times its share extending the index may take when rows arrive too fast for it. */
  private static final double STRETCH_MAX = 3;

  /** Extending gets this much more than its rows need, for its fixed costs. */
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
          // Six tables share it; LayerCare bounds it for all of them together.
          case COMPACT_LAYER, CHECKPOINT_LAYER, CLEAN_LAYER -> 0.5;
        };
  }

  /** Up to a limit, a busy processor is better than a tail that grows without end. */
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

  /** A new index may be tuned at once; how often there is one is bounded by its own pace. */
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
