package dev.freshet.pipeline.run;

import dev.freshet.core.error.FreshetException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * Whether a failed query starts again. Errors of the user and of a defect stop at once; everything
 * else, such as storage that did not answer, is tried again with growing pauses, for as long as
 * batches get through in between. Pure.
 */
final class RetryPolicy {

  /**
   * Failures in a row, without a committed batch between them, after which a person must look: an
   * outage of a minute passes.
   */
  private static final int MAX_FAILURES = 8;

  /** A defect hardly passes; once more in case it only showed what storage did. */
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
    boolean hopeless =
        cause(failure).map(known -> !known.code().retryable()).orElse(false)
            || failures >= (isDefect(failure) ? MAX_DEFECTS : MAX_FAILURES);
    if (hopeless) {
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

  /** Our own error behind what Spark wraps around it. */
  static Optional<FreshetException> cause(Throwable failure) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      if (each instanceof FreshetException known) {
        return Optional.of(known);
      }
    }
    return Optional.empty();
  }
}
