package dev.freshet.server.http;

import dev.freshet.server.problem.ProblemException;
import java.util.HashMap;
import java.util.Map;

/**
 * An answer.
 *
 * @param status the HTTP status
 * @param headers beside those that every answer has
 * @param body may be empty; must not be changed
 */
public record Reply(int status, Map<String, String> headers, byte[] body) {

  public Reply {
    headers = Map.copyOf(headers);
  }

  /** 200 with a body of that type. */
  public static Reply ok(String contentType, byte[] body) {
    return new Reply(200, Map.of("Content-Type", contentType), body);
  }

  /** 200 with {@code value} as JSON. */
  public static Reply json(Object value) {
    return ok("application/json", Json.bytes(value));
  }

  /** The answer to a call that ended in {@code problem}. */
  public static Reply of(ProblemException problem) {
    Map<String, String> headers = new HashMap<>(problem.headers());
    headers.put("Content-Type", "application/problem+json");
    return new Reply(problem.code().status(), headers, Json.bytes(problem.problem()));
  }
}
