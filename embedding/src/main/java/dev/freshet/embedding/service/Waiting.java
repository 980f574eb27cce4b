package dev.freshet.embedding.service;

import java.time.Duration;

/** Time as the service's caller sees it, so that tests need not wait. */
interface Waiting {

  /** A clock that only grows, in nanoseconds; for differences. */
  long nanos();

  /**
   * Waits.
   *
   * @return false if the embedder was closed before the time was up
   */
  boolean pause(Duration duration) throws InterruptedException;
}
