package dev.freshet.server.http;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * A request whose body was read completely.
 *
 * @param method such as {@code POST}
 * @param path decoded, starting with a slash
 * @param parameters of the query string; the first value of each
 * @param headers by lower-case name; the first value of each
 * @param body may be empty; must not be changed
 * @param caller who sent it
 * @param abandoned whether the client has gone, so that no answer is needed
 */
public record Call(
    String method,
    String path,
    Map<String, String> parameters,
    Map<String, String> headers,
    byte[] body,
    Caller caller,
    BooleanSupplier abandoned) {

  private static final String CHARSET = "charset=";
  private static final Set<String> UTF_8 = Set.of("utf-8", "\"utf-8\"", "utf8");

  public Call {
    parameters = Map.copyOf(parameters);
    headers = Map.copyOf(headers);
  }

  /**
   * Whether the header {@code Content-Type} says that the body is JSON in UTF-8, the only encoding
   * that RFC 8259 allows.
   */
  public boolean isJson() {
    String[] parts = headers.getOrDefault("content-type", "").toLowerCase(Locale.ROOT).split(";");
    return parts[0].strip().equals("application/json")
        && Stream.of(parts)
            .map(String::strip)
            .filter(part -> part.startsWith(CHARSET))
            .allMatch(part -> UTF_8.contains(part.substring(CHARSET.length())));
  }

  /** A parameter of the query string. */
  public Optional<String> parameter(String name) {
    return Optional.ofNullable(parameters.get(name));
  }
}
