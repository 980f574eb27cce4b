package dev.freshet.maintenance.policy;

import java.util.List;

/**
 * From when on a step is due, derived from a {@link Calibration}: they move as the table grows, as
 * writes come faster and as the machine turns out faster or slower than assumed.
 *
 * @param indexRows a table of more rows gets a vector index
 * @param tailRows more unindexed rows beside an index become a delta segment
 * @param tailFragments more unindexed fragments are compacted
 * @param deltaSegments more delta segments are merged
 * @param mergeRows most rows of one merge; larger segments wait for a retrained index
 * @param compactRows most rows of one compaction, so that a writer can wait for it
 * @param deletedShare a fragment with a larger share of deleted rows is written again
 * @param retrainShare an index whose deltas hold a larger share of its base's rows is retrained
 */
public record Thresholds(
    Threshold indexRows,
    Threshold tailRows,
    Threshold tailFragments,
    Threshold deltaSegments,
    Threshold mergeRows,
    Threshold compactRows,
    Threshold deletedShare,
    Threshold retrainShare) {

  /** The thresholds that follow from what is known. */
  public static Thresholds derive(Calibration calibration, MaintenanceTargets targets) {
    return new Derivation(calibration, targets).thresholds();
  }

  /** All of them, in a fixed order. */
  public List<Threshold> all() {
    return List.of(
        indexRows,
        tailRows,
        tailFragments,
        deltaSegments,
        mergeRows,
        compactRows,
        deletedShare,
        retrainShare);
  }
}
