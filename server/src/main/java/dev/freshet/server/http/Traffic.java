package dev.freshet.server.http;

import java.time.Duration;

/** Told of every request that was answered. Thread-safe and quick. */
@FunctionalInterface
public interface Traffic {

  /**
   * An answer was sent, or could not be.
   *
   * @param path as registered; {@code other} for one that is not
   * @param caller who asked; {@code unknown} if the request was refused before that was clear
   */
  void answered(String method, String path, String caller, int status, Duration took);

  /**
   * A request, or what was asked in it, ended in a problem; {@link #answered} is called as well.
   *
   * @param path as registered; {@code other} for one that is not
   */
  default void refused(String path, ProblemCode code) {}

  /** Nobody is told. */
  static Traffic unobserved() {
    return (method, path, caller, status, took) -> {};
  }
}
