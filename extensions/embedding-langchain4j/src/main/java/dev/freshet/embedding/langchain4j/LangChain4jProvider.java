package dev.freshet.embedding.langchain4j;

import dev.freshet.core.config.EmbeddingConfig;
import dev.freshet.core.config.Secret;
import dev.freshet.core.config.value.EmbeddingProvider;
import dev.freshet.core.config.value.EmbeddingSetting;
import dev.freshet.core.embed.Embedder;
import dev.freshet.core.embed.EmbedderProvider;
import dev.freshet.embedding.service.EmbeddingService;
import dev.langchain4j.model.embedding.EmbeddingModel;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Opens an embedding model of LangChain4j by the name of its class. Thread-safe. */
public final class LangChain4jProvider implements EmbedderProvider {

  /** Added to the model's own time-out, so that the model's exception comes first. */
  private static final Duration GRACE = Duration.ofSeconds(5);

  /** Most providers take 96 or more; a batch that is refused is halved. */
  private static final int MAX_TEXTS = 32;

  /** Settings that change no vector. */
  private static final Set<String> TRANSPORT =
      Set.of(
          ModelBuilder.TIMEOUT,
          ModelBuilder.MAX_RETRIES,
          "baseUrl",
          "endpoint",
          "logRequests",
          "logResponses",
          "maxSegmentsPerBatch");

  private final Duration grace;

  /** Makes the provider, for {@link java.util.ServiceLoader}. */
  public LangChain4jProvider() {
    this(GRACE);
  }

  LangChain4jProvider(Duration grace) {
    this.grace = grace;
  }

  @Override
  public String name() {
    return EmbeddingProvider.LANGCHAIN4J.spelling();
  }

  /** {@inheritDoc} It embeds one word, which costs a request. */
  @Override
  public Embedder open(EmbeddingConfig config) {
    List<String> secrets = secrets(config);
    ModelClass type = ModelClass.named(config.model());
    ModelBuilder builder = new ModelBuilder(type, secrets);
    config.url().ifPresent(url -> builder.address(url.toString()));
    config.apiKey().ifPresent(key -> builder.apiKey(key.reveal()));
    config.settings().forEach(builder::set);
    EmbeddingModel model = builder.build();
    return new EmbeddingService(
            "model `%s` of %s".formatted(type.simpleName(), name()),
            fingerprint(type, config.settings(), model),
            MAX_TEXTS,
            new ModelApi(model, secrets, builder.timeout().plus(grace)))
        .open(config);
  }

  private static List<String> secrets(EmbeddingConfig config) {
    return Stream.concat(
            config.apiKey().map(Secret::reveal).stream(),
            config.settings().values().stream()
                .filter(EmbeddingSetting::secret)
                .map(EmbeddingSetting::value))
        .toList();
  }

  /**
   * Contains the class, the jar, and every setting that may change a vector; no secret or address.
   */
  private static String fingerprint(
      ModelClass type, Map<String, EmbeddingSetting> settings, EmbeddingModel model) {
    Map<String, String> facts = new TreeMap<>();
    facts.put("modelName", model.modelName());
    settings.forEach(
        (name, setting) -> {
          if (!setting.secret() && !TRANSPORT.contains(name)) {
            facts.put(name, setting.value());
          }
        });
    return "langchain4j:%s%s:%s".formatted(type.name(), facts, type.origin());
  }
}
