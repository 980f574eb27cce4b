package dev.freshet.pipeline;

import java.time.Duration;

/**
 * The first moments of a pipeline, in which it has the processor to itself: it may be cold, and
 * what waited for it is worked off. A table needs no care in them. Pure.
 */
final class StartPhase {

  /** Landed files are found within it, so that a backlog is known as one. */
  static final Duration LEAST = Duration.ofSeconds(5);

  /** A table that is filled for longer needs care meanwhile. */
  static final Duration MOST = Duration.ofMinutes(1);

  private StartPhase() {}

  /**
   * @param running for how long the pipeline has been taking what lands
   * @param caughtUp whether everything it found is committed
   */
  static boolean isOver(Duration running, boolean caughtUp) {
    return running.compareTo(caughtUp ? LEAST : MOST) >= 0;
  }
}
