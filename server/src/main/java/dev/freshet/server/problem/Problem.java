package dev.freshet.server.problem;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Why a request is not answered, as problem details for HTTP (RFC 9457).
 *
 * @param type a page about this kind of problem, relative to the server
 * @param title what is wrong, the same for every problem of this kind
 * @param status the HTTP status
 * @param detail what is wrong with this request and what to do
 * @param code the stable name of the kind
 * @param path the offending field of the body as a JSON pointer, or the offending parameter; null
 *     if the problem is elsewhere
 * @param more further members, such as {@code asOf}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Problem(
    String type,
    String title,
    int status,
    String detail,
    String code,
    @Nullable String path,
    @JsonAnyGetter Map<String, Object> more) {

  public Problem {
    more = Map.copyOf(more);
  }
}
