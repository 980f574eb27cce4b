package dev.freshet.demo.feed;

import dev.freshet.demo.corpus.ReleaseDiff;
import java.time.Duration;
import java.util.List;

/**
 * How a duration is shared out among releases.
 *
 * @param releases how many of them fit, at least 1 if there are any
 * @param firstInterval time from one file of the first release to the next
 * @param interval the same for the later releases
 * @param pause time after each release on top of its last interval
 */
record FeedTiming(int releases, Duration firstInterval, Duration interval, Duration pause) {

  /** The share of a short duration that is kept free at its end at most. */
  private static final int SETTLE_SHARE = 4;

  static FeedTiming of(List<ReleaseDiff> diffs, Duration duration, FeedPace pace) {
    long[] files = diffs.stream().mapToLong(diff -> filesOf(diff, pace)).toArray();
    long usable =
        duration.toMillis()
            - Math.min(pace.settle().toMillis(), duration.toMillis() / SETTLE_SHARE);
    long interval = pace.interval().toMillis();
    int fitting = fitting(files, usable, pace);
    if (fitting == 0) {
      long squeezed = files.length == 0 ? interval : usable / files[0];
      return new FeedTiming(
          Math.min(1, files.length), Duration.ofMillis(squeezed), pace.interval(), pace.pause());
    }
    double stretch = stretch(files, fitting, usable, pace);
    return new FeedTiming(
        fitting, pace.interval(), times(pace.interval(), stretch), times(pace.pause(), stretch));
  }

  private static long filesOf(ReleaseDiff diff, FeedPace pace) {
    return (diff.changes().size() + pace.rowsPerFile() - 1L) / pace.rowsPerFile();
  }

  /** How many releases are over in time when each takes the least it may. */
  private static int fitting(long[] files, long usable, FeedPace pace) {
    long start = 0;
    for (int i = 0; i < files.length; i++) {
      long lastFile = start + (files[i] - 1) * pace.interval().toMillis();
      if (lastFile > usable) {
        return i;
      }
      start = lastFile + pace.interval().toMillis() + pace.pause().toMillis();
    }
    return files.length;
  }

  /**
   * By how much everything after the first release's last interval may be slowed down. The first
   * release is not slowed down: no question can be asked before it has landed.
   */
  private static double stretch(long[] files, int fitting, long usable, FeedPace pace) {
    long interval = pace.interval().toMillis();
    long least = (fitting - 1) * pace.pause().toMillis() - interval;
    for (int i = 1; i < fitting; i++) {
      least += files[i] * interval;
    }
    long left = usable - files[0] * interval;
    return least <= 0 ? 1 : Math.max(1, Math.min(pace.maxStretch(), (double) left / least));
  }

  /** Rounded down, so that a sum of them stays within what was shared out. */
  private static Duration times(Duration duration, double factor) {
    return Duration.ofMillis((long) Math.floor(duration.toMillis() * factor));
  }
}
