package dev.freshet.server.http;

import java.util.Map;

/** Tells who asks. Thread-safe and quick: it is asked before a body is read. */
@FunctionalInterface
public interface Authenticator {

  /**
   * The caller of a request.
   *
   * @param headers by lower-case name
   * @throws ProblemException 401 if the request needs a key and has none that counts
   */
  Caller authenticate(Map<String, String> headers);

  /** Everyone is {@link Caller#LOCAL}. */
  static Authenticator none() {
    return headers -> Caller.LOCAL;
  }
}
