package dev.freshet.pipeline.run;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets batches begin until the pipeline is asked to stop. In a backlog Spark starts the next batch
 * the moment one has ended, so waiting for a pause between two could take for ever: the gate makes
 * one. Thread-safe.
 */
final class StopGate {

  /** Far above the time a stop takes; only a query that nobody stops waits that long. */
  private static final Duration LONGEST_HOLD = Duration.ofMinutes(2);

  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile boolean holdsBack;

  /** From now on no batch begins. */
  void close() {
    closed.countDown();
  }

  boolean isClosed() {
    return closed.getCount() == 0;
  }

  /**
   * Waits until the gate closes, at most for {@code limit}.
   *
   * @return whether it is closed
   */
  boolean awaitClosed(Duration limit) throws InterruptedException {
    return closed.await(limit.toMillis(), TimeUnit.MILLISECONDS);
  }

  /**
   * Returns at once while the gate is open. Otherwise holds the calling batch back until stopping
   * the query interrupts it; it is the first one of the next run.
   *
   * @throws InterruptedException the query is being stopped, which Spark takes for its normal end
   */
  void pass() throws InterruptedException {
    if (!isClosed()) {
      return;
    }
    holdsBack = true;
    if (!new CountDownLatch(1).await(LONGEST_HOLD.toSeconds(), TimeUnit.SECONDS)) {
      throw new IllegalStateException(
          "Cannot begin a batch: the pipeline was told to stop and its query did not end");
    }
  }

  /** Whether a batch waits: the one before it has ended, its checkpoint included. */
  boolean holdsBack() {
    return holdsBack;
  }
}
