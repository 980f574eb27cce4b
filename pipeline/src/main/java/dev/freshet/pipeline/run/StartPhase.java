package dev.freshet.pipeline.run;

import java.time.Duration;
import java.util.OptionalLong;

/**
 * The first moments of a pipeline, in which it has the processor to itself: it may be cold, and
 * what waited for it is worked off. A table needs no care in them. Not thread-safe.
 */
final class StartPhase {

  /** What landed before the start is found within it. */
  static final Duration LEAST = Duration.ofSeconds(5);

  /** A table that is filled for longer needs care meanwhile. */
  static final Duration MOST = Duration.ofMinutes(1);

  private OptionalLong waited = OptionalLong.empty();

  /**
   * Whether it is over; ask again and again.
   *
   * @param running for how long the pipeline has been taking what lands
   * @param found file sequence number up to which files are found
   * @param committed file sequence number up to which they are queryable
   */
  boolean isOver(Duration running, long found, long committed) {
    if (running.compareTo(LEAST) < 0) {
      return false;
    }
    if (waited.isEmpty()) {
      waited = OptionalLong.of(found);
    }
    return committed >= waited.getAsLong() || running.compareTo(MOST) >= 0;
  }
}
