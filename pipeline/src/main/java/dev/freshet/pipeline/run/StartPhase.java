package dev.freshet.pipeline.run;

import java.time.Duration;
import java.util.OptionalLong;

/**
 * The first seconds of a pipeline, in which no maintenance runs beside it: its code is still cold,
 * and it processes what landed before its start. Not thread-safe.
 */
final class StartPhase {

  /** Within this time discovery finds what landed before the start. */
  static final Duration LEAST = Duration.ofSeconds(5);

  /** A table that is filled for longer needs maintenance meanwhile. */
  static final Duration MOST = Duration.ofMinutes(1);

  private OptionalLong waited = OptionalLong.empty();

  /**
   * Whether it is over. Call it repeatedly until it is.
   *
   * @param running how long the query has been running
   * @param found sequence of the last file that is found
   * @param committed sequence of the last file that is queryable
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
