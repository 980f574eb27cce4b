package dev.freshet.server.http;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Ends a call with a {@link Problem}. Expected, so it has no stack trace. */
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

  /** With a further member of the problem. */
  public ProblemException with(String member, Object value) {
    Map<String, Object> members = new HashMap<>(more);
    members.put(member, value);
    return new ProblemException(code, path, detail(), members, headers);
  }

  /** With a header of the answer. */
  public ProblemException withHeader(String name, String value) {
    Map<String, String> all = new HashMap<>(headers);
    all.put(name, value);
    return new ProblemException(code, path, detail(), more, all);
  }

  /** To be tried again after so many seconds. */
  public ProblemException retryAfter(int seconds) {
    return withHeader("Retry-After", Integer.toString(seconds));
  }

  public ProblemCode code() {
    return code;
  }

  private String detail() {
    return String.valueOf(getMessage());
  }

  /** The answer. */
  public Reply reply() {
    Problem problem =
        new Problem(
            "/problems#" + code.name().toLowerCase(Locale.ROOT).replace('_', '-'),
            code.title(),
            code.status(),
            detail(),
            code.name(),
            path,
            more);
    Map<String, String> all = new HashMap<>(headers);
    all.put("Content-Type", "application/problem+json");
    return new Reply(code.status(), all, Json.bytes(problem));
  }
}
