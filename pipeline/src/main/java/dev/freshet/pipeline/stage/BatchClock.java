package dev.freshet.pipeline.stage;

import java.time.Instant;
import java.time.InstantSource;

/**
 * The time within a batch: it begins with the time of day and goes on steadily, also while the
 * clock of the machine is set. Thread-safe.
 */
final class BatchClock implements InstantSource {

  private final Instant start = Instant.now();
  private final long startNanos = System.nanoTime();

  /** When the batch began. */
  Instant start() {
    return start;
  }

  @Override
  public Instant instant() {
    return start.plusNanos(System.nanoTime() - startNanos);
  }
}
