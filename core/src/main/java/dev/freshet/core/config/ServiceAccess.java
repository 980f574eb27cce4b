package dev.freshet.core.config;

import java.net.URI;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How an embedding service is reached, and how much may be sent to it. {@link EmbeddingConfig}
 * checks it, because the provider decides what is needed and what is refused.
 *
 * @param url where the service is; may be left out for OpenAI and a local Ollama
 * @param apiKey key that identifies the caller to the service; default none
 * @param requestsPerMinute most requests this process sends in a minute; default no limit
 * @param tokensPerMinute most tokens, as estimated, this process sends in a minute; default no
 *     limit
 */
public record ServiceAccess(
    Optional<URI> url,
    Optional<Secret> apiKey,
    OptionalInt requestsPerMinute,
    OptionalInt tokensPerMinute) {

  /** Everything by default. */
  public static final ServiceAccess DEFAULT =
      new ServiceAccess(
          Optional.empty(), Optional.empty(), OptionalInt.empty(), OptionalInt.empty());

  /** The service at {@code url}, without a key and without limits. */
  public static ServiceAccess at(Optional<URI> url) {
    return new ServiceAccess(url, Optional.empty(), OptionalInt.empty(), OptionalInt.empty());
  }
}
