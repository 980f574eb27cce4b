package dev.freshet.embedding.service.pace;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Time that passes only when a caller waits. For one thread. */
public final class FakeTime implements Waiting {

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

  /** Lets time pass. */
  public void pass(Duration duration) {
    nanos += duration.toNanos();
  }

  /** As if the embedder were closed. */
  public void end() {
    ended = true;
  }

  /** All pauses so far, in order. */
  public List<Duration> pauses() {
    return pauses;
  }
}
