package dev.freshet.embedding.service.pace;

import java.time.Duration;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/**
 * Decides how long to wait after a failure: as long as the service asks for, else twice as long
 * each time. A random part keeps callers that failed together from repeating together.
 *
 * @param random gives numbers from 0 to 1
 */
public record Backoff(DoubleSupplier random) {

  private static final Duration FIRST = Duration.ofMillis(500);
  private static final Duration LONGEST = Duration.ofSeconds(30);
  private static final int MAX_DOUBLINGS = 10;

  /**
   * The wait after a failure.
   *
   * @param failures how many in a row, this one included, at least 1
   * @param asked how long the service asks to wait; the wait is never shorter, and at most a tenth
   *     longer
   */
  public Duration after(int failures, Optional<Duration> asked) {
    if (asked.isPresent()) {
      return asked.get().plusMillis((long) (asked.get().toMillis() * random.getAsDouble() / 10));
    }
    Duration doubled = FIRST.multipliedBy(1L << Math.min(failures - 1, MAX_DOUBLINGS));
    Duration bounded = doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled;
    return Duration.ofMillis((long) (bounded.toMillis() * (0.5 + random.getAsDouble() / 2)));
  }
}
