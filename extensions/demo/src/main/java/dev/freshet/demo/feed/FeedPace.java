package dev.freshet.demo.feed;

import java.time.Duration;

/**
 * The highest speed at which a feed lands its files.
 *
 * @param rowsPerFile rows in a file, at most; at least 1
 * @param interval time from one file to the next, at least; positive
 * @param pause time between the last file of a release and the first of the next, on top of the
 *     interval, at least; not negative
 * @param settle time left at the end of the duration, in which the last rows become searchable
 * @param maxStretch how many times longer than the least the later releases may take, so that a
 *     long duration does not turn the feed into a trickle; at least 1
 */
public record FeedPace(
    int rowsPerFile, Duration interval, Duration pause, Duration settle, double maxStretch) {

  public FeedPace {
    require(rowsPerFile >= 1, "rowsPerFile", rowsPerFile);
    require(interval.toMillis() > 0, "interval", interval);
    require(!pause.isNegative(), "pause", pause);
    require(!settle.isNegative(), "settle", settle);
    require(maxStretch >= 1, "maxStretch", maxStretch);
  }

  /**
   * A pace for two cores: 120 rows a second, about a third of what they can embed when nothing else
   * runs.
   */
  public static FeedPace laptop() {
    return new FeedPace(
        60, Duration.ofMillis(500), Duration.ofSeconds(2), Duration.ofSeconds(3), 4);
  }

  private static void require(boolean holds, String name, Object value) {
    if (!holds) {
      throw new IllegalArgumentException("Invalid " + name + ": " + value);
    }
  }
}
