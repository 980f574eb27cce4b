package dev.freshet.maintenance;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import org.jspecify.annotations.Nullable;

/**
 * Everything that one maintenance process passes on to the next: the content of {@code
 * state/maintenance.json}. Immutable.
 *
 * @param runs what was done
 * @param findings what was measured
 * @param intent the step that is under way; null between steps
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record MaintenanceState(RunLog runs, Findings findings, @Nullable Intent intent) {

  MaintenanceState with(RunLog newRuns) {
    return new MaintenanceState(newRuns, findings, intent);
  }

  MaintenanceState with(Findings newFindings) {
    return new MaintenanceState(runs, newFindings, intent);
  }

  MaintenanceState with(@Nullable Intent newIntent) {
    return new MaintenanceState(runs, findings, newIntent);
  }
}
