package dev.freshet.embedding.service.pace;

import java.time.Duration;

/** The clock of calls to a service, replaced in tests so that they need not wait. */
public interface Waiting {

  /** A time in nanoseconds that only grows; only differences have a meaning. */
  long nanos();

  /**
   * Waits for {@code duration}.
   *
   * @return false if the embedder was closed before the time had passed
   */
  boolean pause(Duration duration) throws InterruptedException;
}
