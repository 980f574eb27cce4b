package dev.freshet.autoloader.discovery;

import dev.freshet.autoloader.option.AutoloaderOptions;
import java.time.Duration;
import java.util.Optional;

/**
 * When the next full listing is due: at least the configured interval after the last one, and so
 * late that listings take at most a fiftieth of the time, however many files there are, or a fifth
 * if nothing else finds files; but within the longest interval, if there is one. Times are {@link
 * System#nanoTime} values. Not thread-safe.
 */
final class ListingSchedule {
  private static final int PAUSE_BESIDE_HINTS = 50;
  private static final int PAUSE_WITHOUT_HINTS = 4;
  private static final int MAX_DOUBLINGS = 10;
  private static final long LONGEST_PAUSE_NANOS = Duration.ofSeconds(5).toNanos();

  private final Duration minInterval;
  private final Optional<Duration> maxInterval;
  private final int pausePerCost;
  private long dueNanos;
  private long earliestNanos;

  ListingSchedule(AutoloaderOptions.Discovering intervals, boolean hints, long nowNanos) {
    this.pausePerCost = hints ? PAUSE_BESIDE_HINTS : PAUSE_WITHOUT_HINTS;
    this.minInterval = intervals.listInterval();
    this.maxInterval = intervals.longestInterval();
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
    long pause = Math.max(minInterval.toNanos(), pausePerCost * cost);
    dueNanos =
        maxInterval.isPresent()
            ? Math.min(startedNanos + maxInterval.get().toNanos(), endedNanos + pause)
            : endedNanos + pause;
  }

  /** The pause before the next listing grows with the failures in a row, up to 5 s. */
  void failed(long nowNanos, int failuresInARow) {
    long first = Math.min(minInterval.toNanos(), LONGEST_PAUSE_NANOS);
    long grown = first << Math.min(failuresInARow - 1, MAX_DOUBLINGS);
    dueNanos = nowNanos + Math.min(grown, LONGEST_PAUSE_NANOS);
  }

  Duration untilDue(long nowNanos) {
    return Duration.ofNanos(Math.max(0, dueNanos - nowNanos));
  }
}
