package dev.freshet.server.problem;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Ends a call with a {@link Problem}. It is expected, so it has no stack trace. */
public final class ProblemException extends RuntimeException {

  private final ProblemCode code;
  private final @Nullable String path;
  private final Map<String, Object> more;
  private final Map<String, String> headers;

  private ProblemException(
      ProblemCode code,
      @Nullable String path,
      String detail,
      Map<String, Object> more,
      Map<String, String> headers) {
    super(detail, null, false, false);
    this.code = code;
    this.path = path;
    this.more = Map.copyOf(more);
    this.headers = Map.copyOf(headers);
  }

  /** A problem with no further members and headers. */
  public ProblemException(ProblemCode code, String detail) {
    this(code, null, detail, Map.of(), Map.of());
  }

  /**
   * 400.
   *
   * @param path the offending field as a JSON pointer, or the parameter; {@code ""} for the body as
   *     a whole
   */
  public static ProblemException badRequest(String path, String detail) {
    return new ProblemException(ProblemCode.INVALID_REQUEST, path, detail, Map.of(), Map.of());
  }

  /** 500: a failure that no code expects. Its cause is in the log and not in the answer. */
  public static ProblemException defect() {
    return new ProblemException(
        ProblemCode.INTERNAL,
        "Cannot answer: there is a defect in the server. Report it; the server's log has the cause.");
  }

  /** 503: the server is stopping and takes no new work. */
  public static ProblemException stopping() {
    return new ProblemException(
            ProblemCode.STOPPING, "Cannot answer: the server is stopping. Ask again.")
        .retryAfter(1);
  }

  /** The same problem with a further member. */
  public ProblemException with(String member, Object value) {
    Map<String, Object> members = new HashMap<>(more);
    members.put(member, value);
    return new ProblemException(code, path, detail(), members, headers);
  }

  /** The same problem with a header of the answer. */
  public ProblemException withHeader(String name, String value) {
    Map<String, String> all = new HashMap<>(headers);
    all.put(name, value);
    return new ProblemException(code, path, detail(), more, all);
  }

  /** The same problem, and the client may try again after this many seconds. */
  public ProblemException retryAfter(int seconds) {
    return withHeader("Retry-After", Integer.toString(seconds));
  }

  /** Which kind of problem it is. */
  public ProblemCode code() {
    return code;
  }

  /** Headers of the answer beside those that every answer has. */
  public Map<String, String> headers() {
    return headers;
  }

  /** The body of the answer. */
  public Problem problem() {
    return new Problem(
        "/problems#" + code.anchor(),
        code.title(),
        code.status(),
        detail(),
        code.name(),
        path,
        more);
  }

  private String detail() {
    return String.valueOf(getMessage());
  }
}
