package dev.freshet.server.security;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that a test sets forward. */
public final class TestClock implements InstantSource {

  private volatile Instant now = Instant.parse("2026-11-21T10:00:00Z");

  @Override
  public Instant instant() {
    return now;
  }

  /** Sets the clock forward. */
  public void advance(Duration time) {
    now = now.plus(time);
  }
}
