package dev.freshet.embedding.service.pace;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Keeps callers from a service that is down. After a number of failures in a row the circuit opens;
 * then one request per period may test whether the service is back, and the first success closes
 * the circuit. Thread-safe.
 */
public final class CircuitBreaker {

  private final int failuresToOpen;
  private final Duration period;
  private final LongSupplier nanos;
  private int failures;
  private long nextTrial;

  /**
   * Makes a closed circuit.
   *
   * @param failuresToOpen how many failures in a row open it
   * @param period time between two trials while it is open
   * @param nanos a clock that only grows
   */
  public CircuitBreaker(int failuresToOpen, Duration period, LongSupplier nanos) {
    this.failuresToOpen = failuresToOpen;
    this.period = period;
    this.nanos = nanos;
  }

  /** Zero if a request may be sent now, else how long to wait before asking again. */
  public synchronized Duration admission() {
    long now = nanos.getAsLong();
    if (failures < failuresToOpen) {
      return Duration.ZERO;
    }
    if (now - nextTrial < 0) {
      return Duration.ofNanos(nextTrial - now);
    }
    // A trial that never reports, because its caller was interrupted, costs one period only.
    nextTrial = now + period.toNanos();
    return Duration.ZERO;
  }

  /** Records a success, which closes the circuit. */
  public synchronized void succeeded() {
    failures = 0;
  }

  /**
   * Records a failure.
   *
   * @return whether it opened the circuit, which was closed before
   */
  public synchronized boolean failed() {
    failures++;
    if (failures >= failuresToOpen) {
      nextTrial = nanos.getAsLong() + period.toNanos();
    }
    return failures == failuresToOpen;
  }
}
