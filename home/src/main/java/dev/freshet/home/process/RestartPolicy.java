package dev.freshet.home.process;

import java.time.Duration;

/**
 * How long to wait before a process that ended is started again. Pure.
 *
 * @param first pause after the first end; doubles with each failure in a row
 * @param longest pause
 * @param sound one that lived so long had no trouble in starting
 */
public record RestartPolicy(Duration first, Duration longest, Duration sound) {

  /** For work that can wait: what ends it may last. */
  public static final RestartPolicy PATIENT =
      new RestartPolicy(Duration.ofSeconds(1), Duration.ofMinutes(5), Duration.ofMinutes(1));

  /** For what people wait for. */
  public static final RestartPolicy PROMPT =
      new RestartPolicy(Duration.ofMillis(100), Duration.ofSeconds(5), Duration.ofSeconds(5));

  /**
   * How many failures in a row there are after one more end.
   *
   * @param failures before
   * @param lived how long the process that ended lived
   */
  int failures(int failures, Duration lived) {
    return lived.compareTo(sound) < 0 ? failures + 1 : 1;
  }

  /**
   * The pause before the next start.
   *
   * @param failures in a row, at least 1
   */
  Duration pause(int failures) {
    Duration pause = first.multipliedBy(1L << Math.min(failures - 1, 20));
    return pause.compareTo(longest) > 0 ? longest : pause;
  }
}
