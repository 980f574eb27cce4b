package dev.freshet.maintenance.content;

import dev.freshet.home.content.ContentState;
import java.time.Duration;
import java.time.Instant;

/**
 * How much is read at a look, and when the next look is due: as much as the time since the last
 * look is of {@link #ROTATION}, in whole files. Pure.
 */
final class ContentPace {

  /**
   * The time for all files. A process that runs half of the time still reads each of them within a
   * week.
   */
  static final Duration ROTATION = Duration.ofDays(3);

  /** A look reads at most so much, or one file. */
  static final long LOOK_BYTES_MAX = 512L << 20;

  /** A look begins no file after this time. */
  static final Duration LOOK_TIME_MAX = Duration.ofSeconds(10);

  static final Duration PAUSE_MIN = Duration.ofMinutes(1);

  /** Also where a table has few files, as others come. */
  static final Duration PAUSE_MAX = Duration.ofHours(6);

  /** After a look that took {@code t} the next one comes after so many {@code t}. */
  private static final int REST = 20;

  private ContentPace() {}

  /**
   * How many bytes a look may read beside its first file.
   *
   * @param total bytes of all files
   */
  static long budget(ContentState.Pace pace, long total, Instant now) {
    double since = Math.max(0, Duration.between(pace.readAt(), now).toMillis());
    double share = Math.min(1, since / ROTATION.toMillis());
    return (long) Math.min(LOOK_BYTES_MAX, total * share);
  }

  /**
   * How long to wait after a look.
   *
   * @param took how long it took
   * @param next bytes of the file that comes next; 0 if there is none
   * @param total bytes of all files
   */
  static Duration pause(Duration took, long next, long total) {
    Duration worth =
        total == 0
            ? PAUSE_MAX
            : Duration.ofMillis((long) (ROTATION.toMillis() * (next / (double) total)));
    Duration pause = min(worth, PAUSE_MAX);
    return max(PAUSE_MIN, max(pause, took.multipliedBy(REST)));
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) <= 0 ? a : b;
  }

  private static Duration max(Duration a, Duration b) {
    return a.compareTo(b) >= 0 ? a : b;
  }
}
