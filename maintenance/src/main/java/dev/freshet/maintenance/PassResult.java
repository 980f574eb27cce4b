package dev.freshet.maintenance;

import dev.freshet.core.maintenance.MaintenanceRun;
import dev.freshet.core.maintenance.PlannedStep;
import dev.freshet.core.maintenance.RunResult;
import dev.freshet.core.maintenance.TableShape;
import java.util.List;

/**
 * What a pass over the table observed, decided and did.
 *
 * @param shape the table before the pass
 * @param plan the steps that were due, in order
 * @param runs how they ended; fewer than in the plan if the pass was stopped
 */
public record PassResult(TableShape shape, List<PlannedStep> plan, List<MaintenanceRun> runs) {

  public PassResult {
    plan = List.copyOf(plan);
    runs = List.copyOf(runs);
  }

  /** Whether a step raised an error. */
  public boolean failed() {
    return runs.stream().anyMatch(run -> run.result() == RunResult.FAILED);
  }
}
