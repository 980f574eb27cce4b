package dev.freshet.embedding.http;

import dev.freshet.core.config.EmbeddingConfig;
import dev.freshet.core.config.Secret;
import dev.freshet.core.config.value.EmbeddingProvider;
import dev.freshet.core.error.InvalidConfigException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The address of a service, with the headers that identify the caller.
 *
 * @param uri of the embeddings call
 * @param headers besides the content type; may contain the key
 */
record ServiceAddress(URI uri, Map<String, String> headers) {

  private static final URI OPENAI = URI.create("https://api.openai.com/v1");
  private static final URI OLLAMA = URI.create("http://localhost:11434/v1");

  /** The API version of Azure OpenAI, unless the URL names another. */
  private static final String AZURE_VERSION = "api-version=2024-10-21";

  /**
   * Derives both from the configuration. Its URL is a base as OpenAI's clients take it ({@code
   * https://host/v1}); a URL without a path gets {@code /v1}, for Azure the path of the deployment.
   *
   * @throws InvalidConfigException if the key cannot be sent in a header
   */
  static ServiceAddress of(EmbeddingConfig config) {
    URI base = config.url().orElse(config.provider() == EmbeddingProvider.OLLAMA ? OLLAMA : OPENAI);
    boolean azure = config.provider() == EmbeddingProvider.AZURE_OPENAI;
    URI uri = azure ? azure(base, config.model()) : embeddings(base, "/v1", base.getRawQuery());
    return new ServiceAddress(
        uri, config.apiKey().map(key -> header(azure, sendable(key))).orElse(Map.of()));
  }

  private static Map<String, String> header(boolean azure, String key) {
    return azure ? Map.of("api-key", key) : Map.of("Authorization", "Bearer " + key);
  }

  private static URI azure(URI base, String deployment) {
    String path =
        "/openai/deployments/"
            + URLEncoder.encode(deployment, StandardCharsets.UTF_8).replace("+", "%20");
    // Where the path has the version, as OpenAI's own API, no version may be in the query.
    boolean versioned = withoutSlash(base.getRawPath()).endsWith("/v1");
    String query = base.getRawQuery();
    return embeddings(base, path, query == null && !versioned ? AZURE_VERSION : query);
  }

  private static URI embeddings(URI base, String pathIfNone, @Nullable String query) {
    String path = withoutSlash(base.getRawPath());
    if (path.isEmpty()) {
      path = pathIfNone;
    }
    if (!path.endsWith("/embeddings")) {
      path += "/embeddings";
    }
    return URI.create(
        base.getScheme()
            + "://"
            + base.getRawAuthority()
            + path
            + (query == null ? "" : "?" + query));
  }

  private static String withoutSlash(@Nullable String path) {
    return path == null ? "" : path.replaceFirst("/+$", "");
  }

  /** The client refuses a header with a line break, and its message would show the key. */
  private static String sendable(Secret key) {
    if (key.reveal().chars().anyMatch(c -> c <= ' ' || c > '~')) {
      throw new InvalidConfigException(
          "Cannot use embedding.api-key: it has blanks, line breaks or letters beyond ASCII, which no header can contain. Fix the variable or file it refers to.");
    }
    return key.reveal();
  }

  /** Without the values of the headers: one may be the key. */
  @Override
  public String toString() {
    return "ServiceAddress[uri=" + uri + ", headers=" + headers.keySet() + "]";
  }
}
