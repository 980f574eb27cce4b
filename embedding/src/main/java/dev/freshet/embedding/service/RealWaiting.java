package dev.freshet.embedding.service;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The machine's time; {@link #end} wakes everybody who waits. Thread-safe. */
final class RealWaiting implements Waiting {

  private final CountDownLatch ended = new CountDownLatch(1);

  @Override
  public long nanos() {
    return System.nanoTime();
  }

  @Override
  public boolean pause(Duration duration) throws InterruptedException {
    return !ended.await(duration.toNanos(), TimeUnit.NANOSECONDS);
  }

  void end() {
    ended.countDown();
  }
}
