package dev.freshet.embedding.service;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Time that passes only when somebody waits. For one thread. */
final class FakeTime implements Waiting {

  private final List<Duration> pauses = new ArrayList<>();
  private long nanos = Long.MAX_VALUE - 1_000;
  private boolean ended;

  @Override
  public long nanos() {
    return nanos;
  }

  @Override
  public boolean pause(Duration duration) {
    pauses.add(duration);
    pass(duration);
    return !ended;
  }

  void pass(Duration duration) {
    nanos += duration.toNanos();
  }

  void end() {
    ended = true;
  }

  List<Duration> pauses() {
    return pauses;
  }
}
