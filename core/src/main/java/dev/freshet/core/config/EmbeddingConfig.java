package dev.freshet.core.config;

import dev.freshet.core.config.value.EmbeddingProvider;
import dev.freshet.core.config.value.EmbeddingSetting;
import dev.freshet.core.config.value.Problems;
import dev.freshet.core.mask.SecretNames;
import java.net.URI;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The embedding model. Everything but {@code provider} and {@code model} is for a service, and
 * refused without one.
 *
 * @param provider who computes vectors; default {@link EmbeddingProvider#IN_PROCESS}
 * @param model its name, or in process a directory with its files; default {@value #DEFAULT_MODEL},
 *     which is bundled and runs in process; for LangChain4j the name of a class
 * @param dimension length the service is asked to shorten vectors to; default the length that the
 *     model gives
 * @param service how the service is reached
 * @param settings by name, for LangChain4j's model only; unmodifiable, in the order written
 */
public record EmbeddingConfig(
    EmbeddingProvider provider,
    String model,
    OptionalInt dimension,
    ServiceAccess service,
    Map<String, EmbeddingSetting> settings) {

  public static final EmbeddingProvider DEFAULT_PROVIDER = EmbeddingProvider.IN_PROCESS;
  public static final String DEFAULT_MODEL = "all-minilm-l6-v2";

  private static final Set<EmbeddingProvider> NEED_NO_URL =
      Set.of(EmbeddingProvider.OPENAI, EmbeddingProvider.OLLAMA, EmbeddingProvider.LANGCHAIN4J);

  private static final String SET_PROVIDER =
      "Set embedding.provider to the service, or leave this key out.";

  public EmbeddingConfig {
    settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
    Problems problems = new Problems();
    if (model.isBlank()) {
      problems.add(
          "embedding.model",
          "it is blank",
          "Name a model, or leave it out for " + DEFAULT_MODEL + ".");
    }
    if (provider == EmbeddingProvider.IN_PROCESS) {
      checkNoService(problems, "embedding.url", service.url().isPresent());
      checkNoService(problems, "embedding.api-key", service.apiKey().isPresent());
      checkNoService(problems, "embedding.dimension", dimension.isPresent());
      checkNoService(
          problems, "embedding.requests-per-minute", service.requestsPerMinute().isPresent());
      checkNoService(
          problems, "embedding.tokens-per-minute", service.tokensPerMinute().isPresent());
    } else {
      checkUrl(problems, provider, service.url());
    }
    checkSettings(problems, provider, dimension, settings);
    checkPositive(problems, "embedding.dimension", dimension);
    checkPositive(problems, "embedding.requests-per-minute", service.requestsPerMinute());
    checkPositive(problems, "embedding.tokens-per-minute", service.tokensPerMinute());
    problems.throwIfAny();
  }

  /** The bundled model. */
  public static EmbeddingConfig defaults() {
    return inProcess(DEFAULT_MODEL);
  }

  /** A model that runs in this process. */
  public static EmbeddingConfig inProcess(String model) {
    return new EmbeddingConfig(
        EmbeddingProvider.IN_PROCESS, model, OptionalInt.empty(), ServiceAccess.DEFAULT, Map.of());
  }

  /** Where the service is; may be left out for OpenAI and a local Ollama. */
  public Optional<URI> url() {
    return service.url();
  }

  /** Key that identifies the caller to the service; empty for none. */
  public Optional<Secret> apiKey() {
    return service.apiKey();
  }

  /** Most requests this process sends in a minute; empty for no limit. */
  public OptionalInt requestsPerMinute() {
    return service.requestsPerMinute();
  }

  /** Most tokens, as estimated, this process sends in a minute; empty for no limit. */
  public OptionalInt tokensPerMinute() {
    return service.tokensPerMinute();
  }

  private static void checkNoService(Problems problems, String key, boolean present) {
    if (present) {
      problems.add(key, "it is for a service, and the model runs in process", SET_PROVIDER);
    }
  }

  private static void checkSettings(
      Problems problems,
      EmbeddingProvider provider,
      OptionalInt dimension,
      Map<String, EmbeddingSetting> settings) {
    if (provider != EmbeddingProvider.LANGCHAIN4J) {
      if (!settings.isEmpty()) {
        problems.add(
            "embedding.settings",
            "they are for a model of LangChain4j",
            "Set embedding.provider to langchain4j, or leave this key out.");
      }
      return;
    }
    if (dimension.isPresent()) {
      problems.add(
          "embedding.dimension",
          "each model of LangChain4j has its own name for it",
          "Set it below embedding.settings, such as dimensions: " + dimension.getAsInt() + ".");
    }
    settings.forEach(
        (name, setting) -> {
          if (!setting.secret() && SecretNames.isSecret(name)) {
            problems.add(
                "embedding.settings." + name,
                "it stands in the file, where others can read it",
                "Write ${env:NAME} or ${file:path} and keep the value there.");
          }
        });
  }

  private static void checkUrl(Problems problems, EmbeddingProvider provider, Optional<URI> url) {
    if (url.isEmpty()) {
      if (!NEED_NO_URL.contains(provider)) {
        problems.add(
            "embedding.url",
            "it is missing, and " + provider.spelling() + " has no default address",
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
