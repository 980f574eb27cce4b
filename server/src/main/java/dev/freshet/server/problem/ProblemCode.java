package dev.freshet.server.problem;

import java.util.Locale;

/** Every kind of problem that the server answers with. The names are stable. */
public enum ProblemCode {
  INVALID_REQUEST(400, "The request is wrong", "Fix what the detail names."),
  UNAUTHORIZED(401, "A valid key is needed", "Send Authorization: Bearer <key>."),
  FORBIDDEN(403, "The key does not allow this", "Use a key without a row filter."),
  NOT_FOUND(404, "There is no such path", "See /openapi.json."),
  METHOD_NOT_ALLOWED(
      405, "The path does not take this method", "Use a method of the Allow header."),
  REQUEST_TIMEOUT(408, "The request did not arrive in time", "Send it at once."),
  BODY_TOO_LARGE(413, "The body is too large", "Send a smaller body."),
  URI_TOO_LONG(414, "The address is too long", "Shorten the address."),
  UNSUPPORTED_MEDIA_TYPE(415, "The body is not JSON", "Send application/json."),
  TOO_MANY_REQUESTS(429, "The caller has too many requests open", "Retry after the time given."),
  HEADERS_TOO_LARGE(431, "The headers are too large", "Send fewer or shorter headers."),
  INTERNAL(500, "A defect in Freshet", "Report it with the server's log."),
  OVERLOADED(503, "Too many searches wait", "Retry after the time given."),
  NOT_FRESH_ENOUGH(
      503, "The table is not that fresh yet", "Retry, or ask for an older minFreshness."),
  TABLE_NOT_FOUND(503, "The vector table is not there yet", "Start `run` and land a file."),
  FINGERPRINT_MISMATCH(
      503, "Another model wrote the rows", "Start the server with the model that wrote the table."),
  DAMAGED(
      503,
      "A file of the table is damaged",
      "Do what the server's log says; a retry does not help."),
  UNAVAILABLE(503, "Storage or the model does not answer", "Retry after the time given."),
  STOPPING(503, "The server is stopping", "Retry after the time given."),
  TIMED_OUT(504, "The request's timeoutMs is over", "Retry with a larger timeoutMs.");

  private final int status;
  private final String title;
  private final String whatToDo;

  ProblemCode(int status, String title, String whatToDo) {
    this.status = status;
    this.title = title;
    this.whatToDo = whatToDo;
  }

  /** The HTTP status. */
  public int status() {
    return status;
  }

  /** What is wrong, in a few words. */
  public String title() {
    return title;
  }

  /** What the caller can do. */
  public String whatToDo() {
    return whatToDo;
  }

  /** The name of the kind within the page {@code /problems}. */
  public String anchor() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
