package dev.freshet.lance.maintain;

import dev.freshet.core.lease.CommitLease;

/**
 * Estimates whether a rewrite ends within half of the time that a writer waits: half, since
 * runtimes vary. Learns from the durations of earlier rewrites. Not thread-safe.
 */
final class RewritePace {

  /**
   * Measured: 119 ms for 10 000 rows in 20 fragments, 0.89 s for 88 000 rows in 5 (Lance 7.0.0, 384
   * dimensions).
   */
  private static final double FIXED_MILLIS = 20;

  private static final double MILLIS_PER_ROW = 0.01;

  /** Weight of the newest rewrite. */
  private static final double NEWEST = 0.3;

  private double slowness = 1;

  boolean fitsWriterWait(long rows) {
    return slowness * expectedMillis(rows) <= CommitLease.WRITER_WAIT_MAX.toMillis() / 2.0;
  }

  void took(long rows, long nanos) {
    slowness = (1 - NEWEST) * slowness + NEWEST * nanos / 1e6 / expectedMillis(rows);
  }

  private static double expectedMillis(long rows) {
    return FIXED_MILLIS + MILLIS_PER_ROW * rows;
  }
}
