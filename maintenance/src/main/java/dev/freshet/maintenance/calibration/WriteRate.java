package dev.freshet.maintenance.calibration;

import dev.freshet.core.maintenance.FragmentShape;
import dev.freshet.core.maintenance.TableShape;
import java.time.Duration;

/**
 * How fast the table is written, as its fragments show; the newest minute weighs most.
 *
 * @param rowsPerSecond rows written, whether they are new or replace others
 * @param fragmentsPerHour fragments that batches add
 * @param observed over how long this was observed; zero if not yet
 */
public record WriteRate(double rowsPerSecond, double fragmentsPerHour, Duration observed) {

  static final WriteRate UNKNOWN = new WriteRate(0, 0, Duration.ZERO);

  /** After this time an observation weighs 1/e of a new one. */
  private static final double MEMORY_SECONDS = 60;

  /** Below this rate a table counts as quiet: maintenance disturbs no writer. */
  private static final double QUIET_ROWS_PER_SECOND = 0.1;

  /**
   * The rate with the writes between two observations. No compaction may have run between them,
   * since its fragments would count as written; the index may have been extended.
   */
  WriteRate seen(TableShape before, TableShape after) {
    Duration elapsed = Duration.between(before.observedAt(), after.observedAt());
    double seconds = elapsed.toNanos() / 1e9;
    if (seconds <= 0) {
      return this;
    }
    int known = before.newestFragment();
    long rows = 0;
    long fragments = 0;
    for (FragmentShape fragment : after.fragments()) {
      if (fragment.id() > known) {
        rows += fragment.rows();
        fragments++;
      }
    }
    double weight = observed.isZero() ? 1 : 1 - Math.exp(-seconds / MEMORY_SECONDS);
    return new WriteRate(
        rowsPerSecond + weight * (rows / seconds - rowsPerSecond),
        fragmentsPerHour + weight * (3600 * fragments / seconds - fragmentsPerHour),
        observed.plus(elapsed));
  }

  /** Whether it was observed at all. */
  public boolean known() {
    return !observed.isZero();
  }

  /** Whether the table is known not to be written. */
  public boolean quiet() {
    return known() && rowsPerSecond < QUIET_ROWS_PER_SECOND;
  }

  /** How long {@code rows} rows take to arrive, at most a year. */
  public Duration timeFor(double rows) {
    double seconds = Math.min(rows / Math.max(rowsPerSecond, 1e-9), 365 * 86_400.0);
    return Duration.ofMillis(Math.round(seconds * 1000));
  }
}
