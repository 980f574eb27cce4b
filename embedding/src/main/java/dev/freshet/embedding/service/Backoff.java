package dev.freshet.embedding.service;

import java.time.Duration;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/**
 * How long to wait after a failure: what the service asks for, else twice as long each time. Either
 * way a random part keeps callers that failed together from coming back together.
 *
 * @param random numbers from 0 to 1
 */
record Backoff(DoubleSupplier random) {

  private static final Duration FIRST = Duration.ofMillis(500);
  private static final Duration LONGEST = Duration.ofSeconds(30);
  private static final int MAX_DOUBLINGS = 10;

  /**
   * The wait after a failure.
   *
   * @param failures in a row, this one included, at least 1
   * @param asked what the service asks for; the wait is never shorter, and at most a tenth longer
   */
  Duration after(int failures, Optional<Duration> asked) {
    if (asked.isPresent()) {
      return asked.get().plusMillis((long) (asked.get().toMillis() * random.getAsDouble() / 10));
    }
    Duration doubled = FIRST.multipliedBy(1L << Math.min(failures - 1, MAX_DOUBLINGS));
    Duration bounded = doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled;
    return Duration.ofMillis((long) (bounded.toMillis() * (0.5 + random.getAsDouble() / 2)));
  }
}
