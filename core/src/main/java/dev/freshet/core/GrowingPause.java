package dev.freshet.core;

import java.time.Duration;

/**
 * Pauses between attempts that double with each failure in a row. Pure.
 *
 * @param first the pause after the first failure
 * @param longest the longest pause
 */
public record GrowingPause(Duration first, Duration longest) {

  /** More doublings exceed every longest pause, and would overflow in the end. */
  private static final int DOUBLINGS_MAX = 20;

  /**
   * The pause after a failure.
   *
   * @param failures in a row, this one included, at least 1
   */
  public Duration after(int failures) {
    Duration pause = first.multipliedBy(1L << Math.min(failures - 1, DOUBLINGS_MAX));
    return pause.compareTo(longest) > 0 ? longest : pause;
  }
}
