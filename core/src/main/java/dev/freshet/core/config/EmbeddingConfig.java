package dev.freshet.core.config;

import java.net.URI;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The embedding model. All but {@code provider} and {@code model} is for a service, and refused
 * without one.
 *
 * @param provider who computes vectors; default {@link EmbeddingProvider#IN_PROCESS}
 * @param model its name, or in process a directory with its files; default {@value #DEFAULT_MODEL},
 *     which is bundled and runs in process
 * @param url where the service is; may be left out for OpenAI and a local Ollama
 * @param apiKey what the service knows the caller by; default none
 * @param dimension length the service is asked to shorten vectors to; default whatever the model
 *     gives
 * @param requestsPerMinute most requests this process sends in a minute; default no limit
 * @param tokensPerMinute most tokens, as estimated, this process sends in a minute; default no
 *     limit
 */
public record EmbeddingConfig(
    EmbeddingProvider provider,
    String model,
    Optional<URI> url,
    Optional<Secret> apiKey,
    OptionalInt dimension,
    OptionalInt requestsPerMinute,
    OptionalInt tokensPerMinute) {

  public static final EmbeddingProvider DEFAULT_PROVIDER = EmbeddingProvider.IN_PROCESS;
  public static final String DEFAULT_MODEL = "all-minilm-l6-v2";

  private static final String SET_PROVIDER =
      "Set embedding.provider to the service, or leave this key out.";

  public EmbeddingConfig {
    Problems problems = new Problems();
    if (model.isBlank()) {
      problems.add(
          "embedding.model",
          "it is blank",
          "Name a model, or leave it out for " + DEFAULT_MODEL + ".");
    }
    if (provider == EmbeddingProvider.IN_PROCESS) {
      checkNoService(problems, "embedding.url", url.isPresent());
      checkNoService(problems, "embedding.api-key", apiKey.isPresent());
      checkNoService(problems, "embedding.dimension", dimension.isPresent());
      checkNoService(problems, "embedding.requests-per-minute", requestsPerMinute.isPresent());
      checkNoService(problems, "embedding.tokens-per-minute", tokensPerMinute.isPresent());
    } else {
      checkUrl(problems, provider, url);
    }
    checkPositive(problems, "embedding.dimension", dimension);
    checkPositive(problems, "embedding.requests-per-minute", requestsPerMinute);
    checkPositive(problems, "embedding.tokens-per-minute", tokensPerMinute);
    problems.throwIfAny();
  }

  public static EmbeddingConfig defaults() {
    return inProcess(DEFAULT_MODEL);
  }

  /** A model that runs in this process. */
  public static EmbeddingConfig inProcess(String model) {
    return new EmbeddingConfig(
        EmbeddingProvider.IN_PROCESS,
        model,
        Optional.empty(),
        Optional.empty(),
        OptionalInt.empty(),
        OptionalInt.empty(),
        OptionalInt.empty());
  }

  private static void checkNoService(Problems problems, String key, boolean present) {
    if (present) {
      problems.add(key, "it is for a service, and the model runs in process", SET_PROVIDER);
    }
  }

  private static void checkUrl(Problems problems, EmbeddingProvider provider, Optional<URI> url) {
    if (url.isEmpty()) {
      if (provider != EmbeddingProvider.OPENAI && provider != EmbeddingProvider.OLLAMA) {
        problems.add(
            "embedding.url",
            "it is missing, and " + provider.spelling() + " is at no address of its own",
            "Set where the service is, such as http://localhost:8080.");
      }
      return;
    }
    String scheme = String.valueOf(url.get().getScheme());
    if (!(scheme.equals("http") || scheme.equals("https")) || url.get().getHost() == null) {
      problems.add(
          "embedding.url",
          "it is not the address of a web service",
          "Set one such as https://host/v1.");
    } else if (url.get().getRawUserInfo() != null) {
      problems.add(
          "embedding.url", "it holds a user or password", "Set embedding.api-key instead.");
    }
  }

  private static void checkPositive(Problems problems, String key, OptionalInt value) {
    if (value.isPresent() && value.getAsInt() < 1) {
      problems.add(key, value.getAsInt() + " is not at least 1", "Raise it, or leave it out.");
    }
  }
}
