package dev.freshet.server.http;

import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * A request that was read whole.
 *
 * @param method such as {@code POST}
 * @param path decoded, starting with a slash
 * @param parameters of the query string; the first value of each
 * @param headers by lower-case name; the first value of each
 * @param body may be empty; not to be changed
 * @param caller who asks
 * @param abandoned whether nobody waits for the answer any more
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

  /** A parameter of the query string. */
  public Optional<String> parameter(String name) {
    return Optional.ofNullable(parameters.get(name));
  }
}
