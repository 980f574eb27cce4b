package dev.freshet.pipeline.run;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets batches start until the pipeline is asked to stop. With a backlog Spark starts the next
 * batch as soon as one has ended, so a pause between two batches may never come: the gate makes
 * one. Thread-safe.
 */
final class StopGate {

  /** Far above the time a stop takes: only a query that is never stopped waits that long. */
  private static final Duration LONGEST_HOLD = Duration.ofMinutes(2);

  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile boolean holdsBack;

  /** From now on no batch starts. */
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
   * Returns at once while the gate is open. Otherwise it holds the calling batch back until the
   * stop of the query interrupts it; the batch is the first one of the next run.
   *
   * @throws InterruptedException if the query is being stopped; Spark treats that as its normal end
   */
  void pass() throws InterruptedException {
    if (!isClosed()) {
      return;
    }
    holdsBack = true;
    if (!new CountDownLatch(1).await(LONGEST_HOLD.toSeconds(), TimeUnit.SECONDS)) {
      throw new IllegalStateException(
          "Cannot start a batch: the pipeline was asked to stop and its query did not end");
    }
  }

  /** Whether a batch is held back: the batch before it has ended, with its checkpoint. */
  boolean holdsBack() {
    return holdsBack;
  }
}
