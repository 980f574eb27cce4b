package dev.freshet.maintenance.policy;

import dev.freshet.core.maintenance.IndexShape;
import dev.freshet.core.maintenance.MaintenanceStep;
import dev.freshet.core.maintenance.PlannedStep;
import dev.freshet.core.maintenance.RecallEstimate;
import dev.freshet.core.maintenance.TableShape;
import dev.freshet.core.maintenance.TunedSearch;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** When search parameters are tuned, and by how many queries. */
final class TuningRule {

  /** Fewer rows tell nothing of an index. */
  private static final long ROWS_MIN = 1_000;

  /**
   * With 400 neighbours to find, missing two of them proves a recall of 0.98; with 200, missing
   * none.
   */
  private static final int K = 10;

  private static final int QUERIES_MAX = 40;
  private static final int QUERIES_MIN = 20;

  /** Rows that the exact scans of one tuning compare, as long as that leaves enough queries. */
  private static final long SCAN_ROWS_MAX = 20_000_000;

  private final TableShape shape;
  private final double target;

  TuningRule(TableShape shape, double target) {
    this.shape = shape;
    this.target = target;
  }

  /**
   * Parameters for an index that has none of its own, as after it was built anew, or that finds too
   * little with them although it is one piece. Not if none reached the target on this very index:
   * then there are none to be found.
   */
  Optional<PlannedStep> tune(@Nullable RecallEstimate recall) {
    long rows = shape.liveRows();
    if (rows < ROWS_MIN) {
      return Optional.empty();
    }
    return shape
        .index()
        .flatMap(index -> reason(index, recall))
        .map(
            why ->
                new PlannedStep(
                    new MaintenanceStep.TuneSearch(queries(rows), K, target, rows), why));
  }

  private Optional<String> reason(IndexShape index, @Nullable RecallEstimate recall) {
    if (index.search().isEmpty()) {
      return Optional.of("no search parameters were tuned for this index");
    }
    TunedSearch tuned = index.search().get();
    if (tuned.target() != target) {
      return Optional.of(
          String.format(
              Locale.ROOT,
              "search parameters were tuned to a recall of %.3f; target %.3f",
              tuned.target(),
              target));
    }
    return index.deltas() == 0 && tuned.reached()
        ? IndexRules.below(recall, target).map(why -> why + "; the index is one piece")
        : Optional.empty();
  }

  private static int queries(long rows) {
    return (int) Math.max(QUERIES_MIN, Math.min(QUERIES_MAX, SCAN_ROWS_MAX / rows));
  }
}
