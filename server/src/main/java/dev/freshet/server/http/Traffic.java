package dev.freshet.server.http;

import java.time.Duration;

/** Told of every request that was answered. Thread-safe and quick. */
@FunctionalInterface
public interface Traffic {

  /**
   * An answer. Nothing in it was written by the caller but the method.
   *
   * @param method of HTTP, as it was sent
   * @param path as registered; {@code other} for one that is not
   * @param caller who asked; {@link Caller#UNKNOWN} if the request was refused before that was
   *     clear
   * @param status of HTTP
   * @param took from the first byte of the request on
   * @param bytes of the answer's body
   */
  record Answered(
      String method, String path, String caller, int status, Duration took, long bytes) {}

  /** An answer was sent, or could not be. */
  void answered(Answered answer);

  /** Tells {@code next} as well. */
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
   * A request, or what was asked in it, ended in a problem; {@link #answered} is called as well.
   *
   * @param path as registered; {@code other} for one that is not
   */
  default void refused(String path, ProblemCode code) {}

  /** Nobody is told. */
  static Traffic unobserved() {
    return answer -> {};
  }
}
