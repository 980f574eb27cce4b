package dev.freshet.server.http;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * How many requests of a caller are under way at once, from before the body is read until the
 * answer is taken. Keeps one caller from taking the whole queue, and what slow bodies and slow
 * readers hold in memory within bounds. Thread-safe.
 */
final class Turns {

  private final int perCaller;
  private final int all;
  private final Map<String, Integer> taken = new HashMap<>();
  private int takenByAll;

  /**
   * @param perCaller most requests of one caller
   * @param all most requests of all callers
   */
  Turns(int perCaller, int all) {
    this.perCaller = perCaller;
    this.all = all;
  }

  /**
   * Begins a request. {@link Caller#LOCAL} is no single caller and has the limit of all.
   *
   * @return ends it; calling it again does nothing
   * @throws ProblemException 429 if the caller has too many under way, 503 if all together have
   */
  Runnable take(String caller) {
    synchronized (taken) {
      int own = taken.getOrDefault(caller, 0);
      if (own >= perCaller && !caller.equals(Caller.LOCAL.name())) {
        throw new ProblemException(
                ProblemCode.TOO_MANY_REQUESTS,
                "Cannot answer: %d requests of this caller are under way. Wait for one of them."
                    .formatted(own))
            .retryAfter(1);
      }
      if (takenByAll >= all) {
        throw new ProblemException(
                ProblemCode.OVERLOADED,
                "Cannot answer: %d requests are under way. Ask again later.".formatted(takenByAll))
            .retryAfter(1);
      }
      taken.put(caller, own + 1);
      takenByAll++;
    }
    AtomicBoolean ended = new AtomicBoolean();
    return () -> {
      if (ended.compareAndSet(false, true)) {
        end(caller);
      }
    };
  }

  private void end(String caller) {
    synchronized (taken) {
      taken.computeIfPresent(caller, (name, count) -> count == 1 ? null : count - 1);
      takenByAll--;
    }
  }

  /** How many are under way. */
  int underWay() {
    synchronized (taken) {
      return takenByAll;
    }
  }
}
