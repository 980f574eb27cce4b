package dev.freshet.home.process;

import dev.freshet.core.GrowingPause;
import java.time.Duration;

/**
 * How long to wait before a process that ended is restarted. Pure.
 *
 * @param first the pause after the first failure; doubles with each failure in a row
 * @param longest the longest pause
 * @param sound a process that lived so long had started well: its end counts as the first failure
 */
public record RestartPolicy(Duration first, Duration longest, Duration sound) {

  /** For work that can wait: the cause of its end may last. */
  public static final RestartPolicy PATIENT =
      new RestartPolicy(Duration.ofSeconds(1), Duration.ofMinutes(5), Duration.ofMinutes(1));

  /** For a process that people wait for. */
  public static final RestartPolicy PROMPT =
      new RestartPolicy(Duration.ofMillis(100), Duration.ofSeconds(5), Duration.ofSeconds(5));

  /**
   * How many failures in a row there are after one more end.
   *
   * @param failures in a row before this end
   * @param lived how long the process lived
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
    return new GrowingPause(first, longest).after(failures);
  }
}
