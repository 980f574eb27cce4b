package dev.freshet.server.http;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Why a request is not answered, as problem details for HTTP (RFC 9457).
 *
 * @param type a page about this kind of problem, relative to the server
 * @param title of the kind
 * @param status of HTTP
 * @param detail what is wrong with this request and what to do
 * @param code stable name of the kind
 * @param path the offending field of the body, as a JSON pointer, or the parameter; null if it is
 *     not one
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
