package dev.freshet.maintenance;

import dev.freshet.core.maintenance.MaintenanceRun;
import dev.freshet.core.maintenance.PlannedStep;
import java.time.Instant;
import java.util.Optional;

/**
 * The step that is under way. A process that finds one knows that the process before it ended
 * within that step.
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
   * The run of the step if its process has ended: it counts as failed, so that a step that kills
   * its process is not repeated without pause. Empty if the process was asked to end, since that is
   * not the fault of the step.
   */
  Optional<MaintenanceRun> abandoned() {
    return stopRequested
        ? Optional.empty()
        : Optional.of(MaintenanceRun.abandoned(planned, started, version));
  }
}
