package dev.freshet.embedding.service.pace;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Waits by the machine's clock; {@link #end} wakes all waiting callers. Thread-safe. */
public final class RealWaiting implements Waiting {

  private final CountDownLatch ended = new CountDownLatch(1);

  @Override
  public long nanos() {
    return System.nanoTime();
  }

  @Override
  public boolean pause(Duration duration) throws InterruptedException {
    return !ended.await(duration.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Ends all pauses, also those that begin later. */
  public void end() {
    ended.countDown();
  }
}
