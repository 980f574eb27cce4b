package dev.freshet.testkit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that stands still until a test moves it, or lets it run from there. Thread-safe. */
public final class SteppedClock implements InstantSource {

  /** Where a clock starts that is given no other time. */
  public static final Instant START = Instant.parse("2026-03-01T10:00:00Z");

  private Instant now;
  private long runsSince;
  private boolean runs;

  /** A clock that stands at {@link #START}. */
  public SteppedClock() {
    this(START);
  }

  /** A clock that stands at {@code start}. */
  public SteppedClock(Instant start) {
    now = start;
  }

  @Override
  public synchronized Instant instant() {
    return runs ? now.plusNanos(System.nanoTime() - runsSince) : now;
  }

  /** Moves it on. */
  public synchronized void advance(Duration duration) {
    now = now.plus(duration);
  }

  /** Lets it run from its present time on. */
  public synchronized void run() {
    runs = true;
    runsSince = System.nanoTime();
  }
}
