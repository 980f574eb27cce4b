package dev.freshet.pipeline.run;

import dev.freshet.core.error.FreshetException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * Decides whether a failed query starts again. Errors of the user and defects stop it at once.
 * After any other failure, such as storage that did not answer, it is started again with growing
 * pauses, as long as batches are committed in between. Pure.
 */
final class RetryPolicy {

  /**
   * Failures in a row, without a committed batch between them, after which an operator must act. An
   * outage of a minute causes fewer.
   */
  private static final int MAX_FAILURES = 8;

  /** A defect does not pass; it is tried once more in case a fault of the storage caused it. */
  private static final int MAX_DEFECTS = 2;

  private static final Set<Class<? extends RuntimeException>> DEFECTS =
      Set.of(
          ArithmeticException.class,
          ClassCastException.class,
          IllegalArgumentException.class,
          IndexOutOfBoundsException.class,
          NullPointerException.class);

  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  private RetryPolicy() {}

  /**
   * How long to wait before the next start.
   *
   * @param failures failures in a row, this one included, at least 1
   * @return the pause, or empty to give up
   */
  static Optional<Duration> pause(Throwable failure, int failures) {
    boolean givesUp =
        cause(failure).map(known -> !known.code().retryable()).orElse(false)
            || failures >= (isDefect(failure) ? MAX_DEFECTS : MAX_FAILURES);
    if (givesUp) {
      return Optional.empty();
    }
    Duration pause = FIRST_PAUSE.multipliedBy(1L << (failures - 1));
    return Optional.of(pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause);
  }

  private static boolean isDefect(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    Throwable deepest = root;
    return cause(failure).isEmpty() && DEFECTS.stream().anyMatch(kind -> kind.isInstance(deepest));
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
