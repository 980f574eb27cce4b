package dev.freshet.pipeline.run;

import dev.freshet.core.error.FailureClass;
import dev.freshet.core.error.FreshetException;
import java.time.Duration;
import java.util.Optional;

/**
 * Decides whether a failed query starts again, by the class of the failure. What is away is waited
 * for with growing pauses. A failure that may depend on the data is tried a few times, in case it
 * does not. Everything else ends the run at once. Pure.
 *
 * @param patience how long to wait for what is away, from the first failure in a row; empty for as
 *     long as the process lives
 */
record RetryPolicy(Optional<Duration> patience) {

  /** A run that ends by itself, such as one of cron, must end within a bound. */
  private static final Duration PATIENCE_ONCE = Duration.ofMinutes(5);

  /** Tries of a batch whose failure may depend on the data, in case it does not. */
  private static final int MAX_ISOLATIONS = 3;

  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
  private static final int LONGEST_PAUSE_DOUBLINGS = 6;

  /**
   * The policy of a run.
   *
   * @param once whether it ends once everything that has landed is processed
   */
  static RetryPolicy of(boolean once) {
    return new RetryPolicy(once ? Optional.of(PATIENCE_ONCE) : Optional.empty());
  }

  /**
   * How long to wait before the next start.
   *
   * @param failures failures in a row, this one included, at least 1
   * @param sinceFirst time since the first of them
   * @return the pause, or empty to give up
   */
  Optional<Duration> pause(Throwable failure, int failures, Duration sinceFirst) {
    boolean again =
        switch (FailureClass.of(failure)) {
          case WAIT -> patience.map(limit -> sinceFirst.compareTo(limit) < 0).orElse(true);
          case ISOLATE -> failures < MAX_ISOLATIONS;
          case STOP, MEMORY -> false;
        };
    return again ? Optional.of(pause(failures)) : Optional.empty();
  }

  private static Duration pause(int failures) {
    int doublings = Math.min(failures - 1, LONGEST_PAUSE_DOUBLINGS);
    Duration pause = FIRST_PAUSE.multipliedBy(1L << doublings);
    return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
  }

  /** Why it failed: the error of Freshet inside the exceptions of Spark, else the first cause. */
  static String reason(Throwable failure) {
    Optional<FreshetException> known = cause(failure);
    if (known.isPresent()) {
      return known.get().toString();
    }
    Throwable first = failure;
    while (first.getCause() != null) {
      first = first.getCause();
    }
    return first.toString();
  }

  /** The error of Freshet inside the exceptions of Spark. */
  static Optional<FreshetException> cause(Throwable failure) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      if (each instanceof FreshetException known) {
        return Optional.of(known);
      }
    }
    return Optional.empty();
  }
}
