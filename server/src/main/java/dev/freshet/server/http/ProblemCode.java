package dev.freshet.server.http;

/** Every kind of problem the server answers with. Names are stable. */
public enum ProblemCode {
  INVALID_REQUEST(400, "The request does not fit", "Mend what the detail names."),
  UNAUTHORIZED(401, "A valid key is needed", "Send Authorization: Bearer <key>."),
  FORBIDDEN(403, "The key does not allow this", "Use a key without a row filter."),
  NOT_FOUND(404, "There is no such path", "See /openapi.json."),
  METHOD_NOT_ALLOWED(405, "The path has other methods", "See the Allow header."),
  REQUEST_TIMEOUT(408, "The request did not arrive in time", "Send it at once."),
  BODY_TOO_LARGE(413, "The body is too large", "Send less."),
  URI_TOO_LONG(414, "The address is too long", "Send less in it."),
  UNSUPPORTED_MEDIA_TYPE(415, "The body is of another type", "Send application/json."),
  TOO_MANY_REQUESTS(429, "The caller asks too much at once", "Retry after the time given."),
  HEADERS_TOO_LARGE(431, "The headers are too large", "Send less in them."),
  INTERNAL(500, "A defect in Freshet", "Keep the server's log and report it."),
  OVERLOADED(503, "Too much waits to be searched", "Retry after the time given."),
  NOT_FRESH_ENOUGH(503, "The table is not that fresh yet", "Retry, or ask for less."),
  TABLE_NOT_FOUND(503, "The vector table is not there yet", "Start `run` and land a file."),
  FINGERPRINT_MISMATCH(
      503,
      "Another model wrote the rows",
      "Start the server with the model of the table, or reindex."),
  UNAVAILABLE(503, "Storage or the model does not answer", "Retry after the time given."),
  STOPPING(503, "The server is stopping", "Retry after the time given."),
  TIMED_OUT(504, "The time the request allows is over", "Retry with a larger timeoutMs.");

  private final int status;
  private final String title;
  private final String whatToDo;

  ProblemCode(int status, String title, String whatToDo) {
    this.status = status;
    this.title = title;
    this.whatToDo = whatToDo;
  }

  /** Status of HTTP. */
  public int status() {
    return status;
  }

  public String title() {
    return title;
  }

  public String whatToDo() {
    return whatToDo;
  }
}
