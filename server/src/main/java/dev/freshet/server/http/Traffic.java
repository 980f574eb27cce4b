package dev.freshet.server.http;

import dev.freshet.server.problem.ProblemCode;
import java.time.Duration;

/** Receives every request that was answered. Thread-safe and quick. */
@FunctionalInterface
public interface Traffic {

  /**
   * An answer. Only the method in it is text of the caller.
   *
   * @param method the HTTP method as it was sent
   * @param path as registered; {@code other} for a path that is not registered
   * @param caller the name of the caller; {@link Caller#UNKNOWN} if the request was refused before
   *     that was known
   * @param status the HTTP status
   * @param took from the first byte of the request
   * @param bytes of the answer's body
   */
  record Answered(
      String method, String path, String caller, int status, Duration took, long bytes) {}

  /** An answer was sent, or could not be. */
  void answered(Answered answer);

  /** This and then {@code next}. */
  default Traffic and(Traffic next) {
    Traffic first = this;
    return new Traffic() {
      @Override
      public void answered(Answered answer) {
        first.answered(answer);
        next.answered(answer);
      }

      @Override
      public void refused(String path, ProblemCode code) {
        first.refused(path, code);
        next.refused(path, code);
      }
    };
  }

  /**
   * A request, or a tool call inside it, ended in a problem; {@link #answered} is called as well.
   *
   * @param path as registered; {@code other} for a path that is not registered
   */
  default void refused(String path, ProblemCode code) {}

  /** Ignores every request. */
  static Traffic unobserved() {
    return answer -> {};
  }
}
