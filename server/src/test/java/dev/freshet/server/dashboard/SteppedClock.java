package dev.freshet.server.dashboard;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that a test winds, and that goes on by itself from there if it is let. Thread-safe. */
final class SteppedClock implements InstantSource {

  private Instant now;
  private long goesSince;
  private boolean goes;

  SteppedClock(Instant start) {
    now = start;
  }

  @Override
  public synchronized Instant instant() {
    return goes ? now.plusNanos(System.nanoTime() - goesSince) : now;
  }

  synchronized void step(Duration by) {
    now = now.plus(by);
  }

  /** From now on it goes. */
  synchronized void go() {
    goes = true;
    goesSince = System.nanoTime();
  }
}
