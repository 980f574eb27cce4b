package dev.freshet.autoloader.discovery;

import java.time.Duration;

/**
 * When the next full listing is due: at least the configured interval after the last one, and so
 * late that listings take at most a fiftieth of the time, however many files there are. Times are
 * {@link System#nanoTime} values. Not thread-safe.
 */
final class ListingSchedule {
  private static final int COST_MULTIPLE = 50;
  private static final int MAX_DOUBLINGS = 10;
  private static final long LONGEST_PAUSE_NANOS = Duration.ofSeconds(5).toNanos();

  private final Duration minInterval;
  private long dueNanos;
  private long earliestNanos;

  ListingSchedule(Duration minInterval, long nowNanos) {
    this.minInterval = minInterval;
    this.dueNanos = nowNanos;
    this.earliestNanos = nowNanos;
  }

  boolean isDue(long nowNanos) {
    return nowNanos - dueNanos >= 0;
  }

  /** Brings the next listing forward; a flood of requests still leaves half of the time free. */
  void requestNow(long nowNanos) {
    dueNanos = nowNanos - earliestNanos >= 0 ? nowNanos : earliestNanos;
  }

  void listed(long startedNanos, long endedNanos) {
    long cost = endedNanos - startedNanos;
    earliestNanos = endedNanos + cost;
    dueNanos = endedNanos + Math.max(minInterval.toNanos(), COST_MULTIPLE * cost);
  }

  /** The pause before the next listing grows with the failures in a row, up to 5 s. */
  void failed(long nowNanos, int failuresInARow) {
    long grown = minInterval.toNanos() << Math.min(failuresInARow - 1, MAX_DOUBLINGS);
    dueNanos = nowNanos + Math.max(minInterval.toNanos(), Math.min(grown, LONGEST_PAUSE_NANOS));
  }

  Duration untilDue(long nowNanos) {
    return Duration.ofNanos(Math.max(0, dueNanos - nowNanos));
  }
}
