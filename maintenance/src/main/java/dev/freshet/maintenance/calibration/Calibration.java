package dev.freshet.maintenance.calibration;

import dev.freshet.core.maintenance.Measured;
import dev.freshet.core.maintenance.StepKind;
import dev.freshet.core.maintenance.TableShape;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What searches, writes and maintenance steps cost on this host and table. Starts from defaults and
 * learns; immutable.
 *
 * @param flatScanMillis cost of an exact search for each 1 000 rows it scans
 * @param indexSearchMillis cost of a search that the vector index alone answers
 * @param segmentMillis what each delta segment adds to a search
 * @param fragmentMillis what each unindexed fragment adds to a search beside its rows
 * @param writes how fast the table is written
 * @param costs what each kind of step takes; every kind is there
 */
public record Calibration(
    Figure flatScanMillis,
    Figure indexSearchMillis,
    Figure segmentMillis,
    Figure fragmentMillis,
    WriteRate writes,
    Map<StepKind, StepCost> costs) {

  public Calibration {
    costs = Map.copyOf(costs);
  }

  /**
   * The figures before anything was measured: 384 dimensions, two cores, Lance 7.0.0 (ADR 0014 and
   * ADR 0024).
   */
  public static Calibration defaults() {
    return new Calibration(
        // 128 ms for 100 000 rows
        Figure.ofDefault(1.28),
        // IVF_HNSW_SQ over 100 000 rows with ef 100, refine 2
        Figure.ofDefault(3.8),
        // 10 deltas: 3.2 ms, 20 deltas: 9.2 ms
        Figure.ofDefault(0.4),
        // a tail of 1 000 rows in 5 fragments costs 2.1 ms, its rows 1.3 ms of them
        Figure.ofDefault(0.2),
        WriteRate.UNKNOWN,
        defaultCosts());
  }

  private static Map<StepKind, StepCost> defaultCosts() {
    Map<StepKind, StepCost> costs = new EnumMap<>(StepKind.class);
    // 14 ms for 1 000 rows, 54 ms for 10 000
    costs.put(StepKind.COMPACT_TAIL, StepCost.ofDefault(10, 0.0045));
    // 2.8 s for 10 000 rows, 19.8 s for 100 000
    costs.put(StepKind.BUILD_INDEX, StepCost.ofDefault(1000, 0.2));
    costs.put(StepKind.RETRAIN_INDEX, StepCost.ofDefault(1000, 0.2));
    // 135 ms for 1 000 rows, 846 ms for 10 000
    costs.put(StepKind.EXTEND_INDEX, StepCost.ofDefault(55, 0.08));
    // 1.3 s for 20 deltas of 500 rows
    costs.put(StepKind.MERGE_SEGMENTS, StepCost.ofDefault(20, 0.13));
    // 119 ms for 20 fragments of 500 rows; 0.89 s for 88 000 rows that are left
    costs.put(StepKind.COMPACT_FRAGMENTS, StepCost.ofDefault(20, 0.01));
    costs.put(StepKind.REWRITE_FRAGMENT, StepCost.ofDefault(20, 0.01));
    // 67 ms for 306 versions
    costs.put(StepKind.REMOVE_VERSIONS, StepCost.ofDefault(70, 0));
    // 40 exact scans of 1.28 ms per 1 000 rows, and some ten times as many searches of 3.8 ms
    costs.put(StepKind.TUNE_SEARCH, StepCost.ofDefault(1500, 0.051));
    // full text: 2.0 s for 50 000 rows (ADR 0028); the indexes of filters take less
    costs.put(StepKind.BUILD_COLUMN_INDEX, StepCost.ofDefault(50, 0.04));
    // 16 files of a row each: 60 ms; a file of 65 536 rows: 0.3 s
    costs.put(StepKind.COMPACT_LAYER, StepCost.ofDefault(60, 0.004));
    costs.put(StepKind.CHECKPOINT_LAYER, StepCost.ofDefault(50, 0));
    costs.put(StepKind.CLEAN_LAYER, StepCost.ofDefault(100, 0));
    return costs;
  }

  /** What a kind of step takes. */
  public StepCost cost(StepKind kind) {
    StepCost cost = costs.get(kind);
    if (cost == null) {
      throw new IllegalStateException("No cost for " + kind);
    }
    return cost;
  }

  /** This calibration with what a probe measured; figures it did not measure stay. */
  public Calibration with(Measured measured) {
    return new Calibration(
        newer(flatScanMillis, measured.flatScanMillisPerThousandRows(), measured),
        newer(indexSearchMillis, measured.indexSearchMillis(), measured),
        segmentMillis,
        fragmentMillis,
        writes,
        costs);
  }

  private static Figure newer(Figure figure, OptionalDouble value, Measured measured) {
    return value.isPresent() && value.getAsDouble() > 0
        ? Figure.measured(value.getAsDouble(), measured.at())
        : figure;
  }

  /**
   * This calibration with the writes between two observations. No compaction may have run between
   * them, since its fragments would count as written: pair each observation with the one before it,
   * and start again after a compaction.
   */
  public Calibration withWrites(TableShape before, TableShape after) {
    return new Calibration(
        flatScanMillis,
        indexSearchMillis,
        segmentMillis,
        fragmentMillis,
        writes.seen(before, after),
        costs);
  }

  /** This calibration with the runtimes of these runs instead of those learnt before. */
  public Calibration with(StepHistory history) {
    Map<StepKind, StepCost> learnt = new EnumMap<>(defaultCosts());
    learnt.replaceAll((kind, cost) -> cost.learnt(history.samples(kind)));
    return new Calibration(
        flatScanMillis, indexSearchMillis, segmentMillis, fragmentMillis, writes, learnt);
  }

  /** What scanning {@code rows} unindexed rows in {@code fragments} fragments adds to a search. */
  public double tailMillis(long rows, long fragments) {
    return flatScanMillis.value() * rows / 1000 + fragmentMillis.value() * fragments;
  }
}
