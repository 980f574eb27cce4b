package dev.freshet.maintenance;

import dev.freshet.core.maintenance.MaintenanceRun;
import dev.freshet.core.maintenance.PlannedStep;
import java.time.Instant;
import java.util.Optional;

/**
 * The step that is under way. Found by a later process it tells that the step was not ended.
 *
 * @param planned the step
 * @param started when it began
 * @param version table version it was planned for
 * @param stopRequested whether the process was asked to stop meanwhile
 */
record Intent(PlannedStep planned, Instant started, long version, boolean stopRequested) {

  Intent stopping() {
    return new Intent(planned, started, version, true);
  }

  /**
   * What became of the step if its process has ended: it counts as failed, for a step within which
   * the process died must not be repeated for ever. Empty if the process was asked to end, which is
   * no fault of the step.
   */
  Optional<MaintenanceRun> abandoned() {
    return stopRequested
        ? Optional.empty()
        : Optional.of(MaintenanceRun.abandoned(planned, started, version));
  }
}
