package dev.freshet.autoloader.discovery;

import dev.freshet.autoloader.option.AutoloaderOptions;
import java.time.Duration;
import java.util.Optional;

/**
 * When the next full listing is due: at least the configured interval after the last one, and so
 * late that listings take at most a fiftieth of the time, however many files there are, or a fifth
 * while nothing else finds changes; but within the longest interval, if there is one. Times are
 * {@link System#nanoTime} values. Not thread-safe.
 */
final class ListingSchedule {
  private static final int PAUSE_BESIDE_HINTS = 50;
  private static final int PAUSE_WITHOUT_HINTS = 4;
  private static final int MAX_DOUBLINGS = 10;
  private static final long LONGEST_PAUSE_NANOS = Duration.ofSeconds(5).toNanos();

  private final Duration minInterval;
  private final Optional<Duration> maxInterval;
  private final Hinting hints;
  private long startedNanos;
  private long endedNanos;
  private long dueNanos;
  private boolean isAfterListing;

  /** What finds changes between two full listings. */
  interface Hinting {

    /** Whether it finds most of them at present, so that listings may be rare. */
    boolean givesHints();

    /** How many intervals two full listings are apart at least while it does. */
    default int intervalsBetweenListings() {
      return 1;
    }
  }

  /**
   * @param hints what else finds changes
   */
  ListingSchedule(AutoloaderOptions.Discovering intervals, Hinting hints, long nowNanos) {
    this.hints = hints;
    this.minInterval = intervals.listInterval();
    this.maxInterval = intervals.longestInterval();
    this.dueNanos = nowNanos;
    this.startedNanos = nowNanos;
    this.endedNanos = nowNanos;
  }

  boolean isDue(long nowNanos) {
    return nowNanos - dueNanos() >= 0;
  }

  private long dueNanos() {
    if (!isAfterListing) {
      return dueNanos;
    }
    boolean hinted = hints.givesHints();
    long interval = minInterval.toNanos() * (hinted ? hints.intervalsBetweenListings() : 1);
    long pause = (hinted ? PAUSE_BESIDE_HINTS : PAUSE_WITHOUT_HINTS) * (endedNanos - startedNanos);
    long due = endedNanos + Math.max(interval, pause);
    return maxInterval.isPresent()
        ? Math.min(startedNanos + maxInterval.get().toNanos(), due)
        : due;
  }

  /** Brings the next listing forward; a flood of requests still leaves half of the time free. */
  void requestNow(long nowNanos) {
    long earliestNanos = endedNanos + (endedNanos - startedNanos);
    dueAt(nowNanos - earliestNanos >= 0 ? nowNanos : earliestNanos);
  }

  private void dueAt(long nanos) {
    dueNanos = nanos;
    isAfterListing = false;
  }

  void listed(long startedNanos, long endedNanos) {
    this.startedNanos = startedNanos;
    this.endedNanos = endedNanos;
    this.isAfterListing = true;
  }

  /** The pause before the next listing grows with the failures in a row, up to 5 s. */
  void failed(long nowNanos, int failuresInARow) {
    long first = Math.min(minInterval.toNanos(), LONGEST_PAUSE_NANOS);
    long grown = first << Math.min(failuresInARow - 1, MAX_DOUBLINGS);
    dueAt(nowNanos + Math.min(grown, LONGEST_PAUSE_NANOS));
  }

  Duration untilDue(long nowNanos) {
    return Duration.ofNanos(Math.max(0, dueNanos() - nowNanos));
  }
}
