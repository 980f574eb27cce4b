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

/** Decides when search parameters are tuned, and with how many queries. */
final class TuningRule {

  /** An index of fewer rows cannot be judged. */
  private static final long ROWS_MIN = 1_000;

  /** Of 400 neighbours two may be missed to prove a recall of 0.98; of 200, none. */
  private static final int K = 10;

  private static final int QUERIES_MAX = 40;
  private static final int QUERIES_MIN = 20;

  /** The exact scans of one tuning compare at most so many rows, if enough queries remain. */
  private static final long SCAN_ROWS_MAX = 20_000_000;

  private final TableShape shape;
  private final double target;

  TuningRule(TableShape shape, double target) {
    this.shape = shape;
    this.target = target;
  }

  /**
   * Tunes an index that has no parameters of its own, as after it was rebuilt, or whose recall is
   * too low although it has no deltas. Not if no parameters reached the target on this very index.
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
