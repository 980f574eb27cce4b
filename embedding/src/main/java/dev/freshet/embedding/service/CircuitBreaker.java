package dev.freshet.embedding.service;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Keeps callers off a dead service. After a number of failures in a row it opens; from then on one
 * request per period may try whether the service is back, and the first success closes it.
 * Thread-safe.
 */
final class CircuitBreaker {

  private final int failuresToOpen;
  private final Duration period;
  private final LongSupplier nanos;
  private int failures;
  private long nextTrial;

  CircuitBreaker(int failuresToOpen, Duration period, LongSupplier nanos) {
    this.failuresToOpen = failuresToOpen;
    this.period = period;
    this.nanos = nanos;
  }

  /** Zero if a request may go out now, else how long to wait before asking again. */
  synchronized Duration admission() {
    long now = nanos.getAsLong();
    if (failures < failuresToOpen) {
      return Duration.ZERO;
    }
    if (now - nextTrial < 0) {
      return Duration.ofNanos(nextTrial - now);
    }
    // A trial that never reports, because its caller was interrupted, costs a period and no more.
    nextTrial = now + period.toNanos();
    return Duration.ZERO;
  }

  synchronized void succeeded() {
    failures = 0;
  }

  /**
   * Notes a failure.
   *
   * @return whether it opened the circuit, which was closed
   */
  synchronized boolean failed() {
    failures++;
    if (failures >= failuresToOpen) {
      nextTrial = nanos.getAsLong() + period.toNanos();
    }
    return failures == failuresToOpen;
  }
}
