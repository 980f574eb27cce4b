package dev.freshet.server.http;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

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

  public Call {
    parameters = Map.copyOf(parameters);
    headers = Map.copyOf(headers);
  }

  /** Whether the header {@code Content-Type} says that the body is JSON. */
  public boolean isJson() {
    String type = headers.getOrDefault("content-type", "");
    return type.toLowerCase(Locale.ROOT).startsWith("application/json");
  }

  /** A parameter of the query string. */
  public Optional<String> parameter(String name) {
    return Optional.ofNullable(parameters.get(name));
  }
}
