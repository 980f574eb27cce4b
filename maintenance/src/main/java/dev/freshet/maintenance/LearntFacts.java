package dev.freshet.maintenance;

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
record LearntFacts(RunLog runs, Findings findings, @Nullable Intent intent) {

  LearntFacts with(RunLog newRuns) {
    return new LearntFacts(newRuns, findings, intent);
  }

  LearntFacts with(Findings newFindings) {
    return new LearntFacts(runs, newFindings, intent);
  }

  LearntFacts with(@Nullable Intent newIntent) {
    return new LearntFacts(runs, findings, newIntent);
  }
}
