package dev.freshet.core.maintenance;

import dev.freshet.core.vector.SearchParameters;

/**
 * Search parameters and what they were chosen for.
 *
 * @param parameters used by every search of the table
 * @param recall what the sample they were chosen by found with them
 * @param target the recall that was aimed at, 0 to 1
 */
public record TunedSearch(SearchParameters parameters, RecallEstimate recall, double target) {

  public TunedSearch {
    if (!(target >= 0 && target <= 1)) {
      throw new IllegalArgumentException("Invalid recall target: " + target);
    }
  }

  /** Whether the sample reached the target; if not, no parameters that were tried did. */
  public boolean reached() {
    return recall.recall() >= target;
  }
}
