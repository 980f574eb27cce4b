package dev.freshet.server.http;

import dev.freshet.server.problem.ProblemException;
import java.util.Map;

/** Finds the caller of a request. Thread-safe and quick: it runs before a body is read. */
@FunctionalInterface
public interface Authenticator {

  /**
   * The caller of a request.
   *
   * @param headers by lower-case name
   * @throws ProblemException 401 if the request needs a key and has no valid one
   */
  Caller authenticate(Map<String, String> headers);

  /** An authenticator that takes every caller as {@link Caller#LOCAL}. */
  static Authenticator none() {
    return headers -> Caller.LOCAL;
  }
}
