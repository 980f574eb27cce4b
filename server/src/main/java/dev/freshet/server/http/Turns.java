package dev.freshet.server.http;

import dev.freshet.server.problem.ProblemCode;
import dev.freshet.server.problem.ProblemException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Limits how many requests of a caller, and of all callers, are open at once: from before the body
 * is read until the client has read the answer. One caller cannot fill the whole queue, and the
 * memory that slow clients hold is limited. Thread-safe.
 */
final class Turns {

  private final int perCaller;
  private final int all;
  private final Map<String, Integer> taken = new HashMap<>();
  private int takenByAll;

  /**
   * @param perCaller the most open requests of one caller
   * @param all the most open requests of all callers
   */
  Turns(int perCaller, int all) {
    this.perCaller = perCaller;
    this.all = all;
  }

  /**
   * Begins a request. {@link Caller#LOCAL} stands for many callers and has the limit of all.
   *
   * @return ends the request; a second call does nothing
   * @throws ProblemException 429 if the caller has too many open requests, 503 if all callers
   *     together have
   */
  Runnable take(String caller) {
    synchronized (taken) {
      int own = taken.getOrDefault(caller, 0);
      if (own >= perCaller && !caller.equals(Caller.LOCAL.name())) {
        throw new ProblemException(
                ProblemCode.TOO_MANY_REQUESTS,
                "Cannot answer: %d requests of this caller are open. Wait for the answer to one of them."
                    .formatted(own))
            .retryAfter(1);
      }
      if (takenByAll >= all) {
        throw new ProblemException(
                ProblemCode.OVERLOADED,
                "Cannot answer: %d requests are open. Ask again later.".formatted(takenByAll))
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

  /** How many requests of all callers are open. */
  int open() {
    synchronized (taken) {
      return takenByAll;
    }
  }
}
