package dev.freshet.server.http;

import java.util.Map;

/**
 * An answer.
 *
 * @param status of HTTP
 * @param headers beside those every answer has
 * @param body may be empty; not to be changed
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
}
