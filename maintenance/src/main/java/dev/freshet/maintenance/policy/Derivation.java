package dev.freshet.maintenance.policy;

import static dev.freshet.maintenance.policy.InWords.count;
import static dev.freshet.maintenance.policy.InWords.duration;
import static dev.freshet.maintenance.policy.InWords.millis;
import static dev.freshet.maintenance.policy.InWords.perSecond;
import static dev.freshet.maintenance.policy.InWords.percent;
import static dev.freshet.maintenance.policy.InWords.share;

import dev.freshet.core.lease.CommitLease;
import dev.freshet.core.maintenance.StepKind;
import dev.freshet.maintenance.calibration.Calibration;
import dev.freshet.maintenance.calibration.Figure;
import dev.freshet.maintenance.calibration.StepCost;
import java.time.Duration;

/** Derives {@link Thresholds}, each with the figures it follows from in words. */
final class Derivation {

  /** A graph over fewer rows saves nothing, and training needs a few hundred rows. */
  private static final long INDEX_ROWS_MIN = 1_000;

  private static final long INDEX_ROWS_MAX = 100_000;

  /** A segment of fewer rows costs a search more than it saves, however slow the scan is. */
  private static final long TAIL_ROWS_MIN = 500;

  /** Fewer fragments are never compacted because of their number. */
  private static final int TAIL_FRAGMENTS_MIN = 8;

  private static final int TAIL_FRAGMENTS_MAX = 64;

  private static final int DELTA_SEGMENTS_MAX = 24;

  /** One merge may block other steps and hold memory for this long. */
  private static final Duration MERGE_TIME_MAX = Duration.ofSeconds(10);

  private static final long MERGE_ROWS_MIN = 10_000;

  private static final long COMPACT_ROWS_MIN = 1_000;

  /**
   * Merged deltas have graphs of their own and are searched well, so that an index is retrained
   * only when its base covers much less of the table than its deltas do.
   */
  private static final double RETRAIN_SHARE = 0.5;

  private final Calibration calibration;
  private final MaintenanceTargets targets;
  private final double scanMillis;
  private final double searchMillis;

  Derivation(Calibration calibration, MaintenanceTargets targets) {
    this.calibration = calibration;
    this.targets = targets;
    this.scanMillis = calibration.flatScanMillis().value();
    this.searchMillis = calibration.indexSearchMillis().value();
  }

  Thresholds thresholds() {
    Threshold indexRows = indexRows();
    return new Thresholds(
        new Thresholds.OfIndex(
            indexRows,
            tailRows(indexRows.count()),
            deltaSegments(),
            mergeRows(),
            new Threshold(
                "rows in deltas per row of the base",
                RETRAIN_SHARE,
                "%s, and not again within %s or %s times its runtime"
                    .formatted(
                        percent(RETRAIN_SHARE),
                        duration(Pace.RETRAIN_PAUSE_MIN),
                        count(1 / Pace.share(StepKind.RETRAIN_INDEX, calibration, targets))))),
        new Thresholds.OfFragments(
            tailFragments(),
            compactRows(),
            new Threshold(
                "deleted share of a fragment",
                targets.deletedShare(),
                "%s of its rows, a setting".formatted(percent(targets.deletedShare())))));
  }

  private Threshold indexRows() {
    double budget = targets.scanBudget().toNanos() / 1e6;
    long rows = clamp(1000 * budget / scanMillis, INDEX_ROWS_MIN, INDEX_ROWS_MAX);
    return new Threshold(
        "rows before there is an index",
        rows,
        "%s rows: a scan (%s) may take %s; between %s and %s rows"
            .formatted(
                count(rows),
                perThousandRows(),
                millis(budget),
                count(INDEX_ROWS_MIN),
                count(INDEX_ROWS_MAX)));
  }

  private String perThousandRows() {
    return "%s per 1,000 rows, %s"
        .formatted(millis(scanMillis), origin(calibration.flatScanMillis()));
  }

  private static String origin(Figure figure) {
    return figure.measured() ? "measured" : "default";
  }

  private Threshold tailRows(long indexRows) {
    double wanted = 1000 * targets.searchShare() * searchMillis / scanMillis;
    double affordable = affordableTail();
    double max = Math.max(indexRows, TAIL_ROWS_MIN);
    long rows = clamp(Math.max(wanted, affordable), TAIL_ROWS_MIN, max);
    String words =
        "%s rows: a scan of %s (%s) costs %s of an indexed search (%s, %s)"
            .formatted(
                count(rows),
                count(wanted),
                perThousandRows(),
                share(targets.searchShare()),
                millis(searchMillis),
                origin(calibration.indexSearchMillis()));
    return new Threshold("unindexed rows", rows, words + tailBounds(wanted, affordable, max));
  }

  private String tailBounds(double wanted, double affordable, double max) {
    if (affordable > Math.max(wanted, TAIL_ROWS_MIN)) {
      StepCost extend = calibration.cost(StepKind.EXTEND_INDEX);
      String duty =
          "extending (%s and %s a row) takes %s of the time at %s"
              .formatted(
                  millis(extend.fixedMillis()),
                  millis(extend.millisPerRow()),
                  percent(Pace.share(StepKind.EXTEND_INDEX, calibration, targets)),
                  perSecond(calibration.writes().rowsPerSecond()));
      return affordable > max
          ? "; raised to what a table without index may have, and still more than %s"
              .formatted(duty)
          : "; raised until %s".formatted(duty);
    }
    return wanted < TAIL_ROWS_MIN ? "; never below " + count(TAIL_ROWS_MIN) : "";
  }

  /**
   * Rows from which on extending stays within its share of the time: {@code a + b·n ≤ share · n /
   * rate}. Infinite if rows arrive faster than the index takes them within its share.
   */
  private double affordableTail() {
    double rate = calibration.writes().rowsPerSecond();
    if (rate <= 0) {
      return 0;
    }
    StepCost extend = calibration.cost(StepKind.EXTEND_INDEX);
    double share = Pace.share(StepKind.EXTEND_INDEX, calibration, targets);
    double spare = share * 1000 / rate - extend.millisPerRow();
    return spare <= 0 ? Double.POSITIVE_INFINITY : extend.fixedMillis() / spare;
  }

  private Threshold tailFragments() {
    double each = calibration.fragmentMillis().value();
    long fragments =
        clamp(targets.searchShare() * searchMillis / each, TAIL_FRAGMENTS_MIN, TAIL_FRAGMENTS_MAX);
    return new Threshold(
        "unindexed fragments",
        fragments,
        "%s fragments: each costs a search %s, all of them %s of an indexed one (%s); between %d and %d"
            .formatted(
                count(fragments),
                millis(each),
                share(targets.searchShare()),
                millis(searchMillis),
                TAIL_FRAGMENTS_MIN,
                TAIL_FRAGMENTS_MAX));
  }

  private Threshold deltaSegments() {
    double each = calibration.segmentMillis().value();
    long segments =
        clamp(targets.searchShare() * searchMillis / each, SizeTiers.FAN_IN, DELTA_SEGMENTS_MAX);
    return new Threshold(
        "delta segments",
        segments,
        "%s segments: each costs a search %s, all of them %s of an indexed one (%s); between %d and %d"
            .formatted(
                count(segments),
                millis(each),
                share(targets.searchShare()),
                millis(searchMillis),
                SizeTiers.FAN_IN,
                DELTA_SEGMENTS_MAX));
  }

  private Threshold mergeRows() {
    StepCost merge = calibration.cost(StepKind.MERGE_SEGMENTS);
    long rows = Math.max(MERGE_ROWS_MIN, merge.rowsWithin(MERGE_TIME_MAX));
    return new Threshold(
        "rows of one merge of segments",
        rows,
        "%s rows: merged within %s at %s a row"
            .formatted(count(rows), duration(MERGE_TIME_MAX), millis(merge.millisPerRow())));
  }

  private Threshold compactRows() {
    StepCost rewrite = calibration.cost(StepKind.REWRITE_FRAGMENT);
    StepCost compact = calibration.cost(StepKind.COMPACT_FRAGMENTS);
    Duration time = MaintenanceTargets.compactionTime();
    long rows =
        Math.max(COMPACT_ROWS_MIN, Math.min(rewrite.rowsWithin(time), compact.rowsWithin(time)));
    return new Threshold(
        "rows of one compaction",
        rows,
        "%s rows: written within half of the %s a writer waits, at %s a row"
            .formatted(
                count(rows),
                millis(CommitLease.WRITER_WAIT_MAX.toMillis()),
                millis(Math.max(rewrite.millisPerRow(), compact.millisPerRow()))));
  }

  private static long clamp(double value, double min, double max) {
    return Math.round(Math.max(min, Math.min(max, value)));
  }
}
