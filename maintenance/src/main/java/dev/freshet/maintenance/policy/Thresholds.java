package dev.freshet.maintenance.policy;

import dev.freshet.maintenance.calibration.Calibration;
import java.util.List;

/**
 * The limits above which a step is due, derived from a {@link Calibration}. They move as writes
 * become faster or slower and as more is measured on this machine.
 *
 * @param index when the vector index is built, extended, merged or retrained
 * @param fragments when fragments are compacted or rewritten
 */
record Thresholds(OfIndex index, OfFragments fragments) {

  /**
   * Limits for the vector index.
   *
   * @param rows a table of more rows gets a vector index
   * @param tailRows more unindexed rows beside an index become a delta segment
   * @param deltaSegments more delta segments are merged
   * @param mergeRows most rows of one merge; larger segments wait for a retrained index
   * @param retrainShare an index whose deltas hold a larger share of its base's rows is retrained
   */
  record OfIndex(
      Threshold rows,
      Threshold tailRows,
      Threshold deltaSegments,
      Threshold mergeRows,
      Threshold retrainShare) {}

  /**
   * Limits for fragments.
   *
   * @param tail more unindexed fragments are compacted
   * @param compactRows most rows of one compaction, so that a writer can wait for it
   * @param deletedShare a fragment with a larger share of deleted rows is rewritten
   */
  record OfFragments(Threshold tail, Threshold compactRows, Threshold deletedShare) {}

  /** The thresholds that follow from what is known. */
  static Thresholds derive(Calibration calibration, MaintenanceTargets targets) {
    return new Derivation(calibration, targets).thresholds();
  }

  /** All of them, in a fixed order. */
  List<Threshold> all() {
    return List.of(
        index.rows(),
        index.tailRows(),
        fragments.tail(),
        index.deltaSegments(),
        index.mergeRows(),
        fragments.compactRows(),
        fragments.deletedShare(),
        index.retrainShare());
  }
}
