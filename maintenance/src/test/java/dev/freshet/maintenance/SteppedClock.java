package dev.freshet.maintenance;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that moves when it is told to. */
final class SteppedClock implements InstantSource {

  static final Instant START = Instant.parse("2026-03-01T10:00:00Z");

  private Instant now = START;

  @Override
  public Instant instant() {
    return now;
  }

  void advance(Duration duration) {
    now = now.plus(duration);
  }
}
