package dev.freshet.pipeline.maintenance;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import org.jspecify.annotations.Nullable;

/**
 * Everything a maintenance process passes on to the next, as it is stored. Immutable.
 *
 * @param runs what was done
 * @param findings what was measured
 * @param intent the step that is under way; null between steps
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record Memory(RunLog runs, Findings findings, @Nullable Intent intent) {

  Memory with(RunLog newRuns) {
    return new Memory(newRuns, findings, intent);
  }

  Memory with(Findings newFindings) {
    return new Memory(runs, newFindings, intent);
  }

  Memory with(@Nullable Intent newIntent) {
    return new Memory(runs, findings, newIntent);
  }
}
