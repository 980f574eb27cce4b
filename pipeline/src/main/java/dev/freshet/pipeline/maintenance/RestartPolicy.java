package dev.freshet.pipeline.maintenance;

import java.time.Duration;

/** How long to wait before a process that ended is started again. Pure. */
final class RestartPolicy {

  static final Duration PAUSE_MIN = Duration.ofSeconds(1);
  static final Duration PAUSE_MAX = Duration.ofMinutes(5);

  /** One that lived so long had no trouble in starting. */
  static final Duration SOUND = Duration.ofMinutes(1);

  private RestartPolicy() {}

  /**
   * How many failures in a row there are after one more end.
   *
   * @param failures before
   * @param lived how long the process that ended lived
   */
  static int failures(int failures, Duration lived) {
    return lived.compareTo(SOUND) < 0 ? failures + 1 : 1;
  }

  /**
   * The pause before the next start; doubles with each failure.
   *
   * @param failures in a row, at least 1
   */
  static Duration pause(int failures) {
    Duration pause = PAUSE_MIN.multipliedBy(1L << Math.min(failures - 1, 20));
    return pause.compareTo(PAUSE_MAX) > 0 ? PAUSE_MAX : pause;
  }
}
