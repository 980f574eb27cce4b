package dev.freshet.embedding.http;

import dev.freshet.core.config.EmbeddingConfig;
import dev.freshet.core.config.value.EmbeddingProvider;
import dev.freshet.core.embed.Embedder;
import dev.freshet.core.error.FreshetException;
import dev.freshet.core.error.InvalidConfigException;
import dev.freshet.embedding.service.EmbeddingService;
import java.time.Duration;
import java.time.InstantSource;

/** Opens models behind a web service that speaks OpenAI's embeddings API. */
public final class EmbeddingServices {

  /** The body is well above {@link #MAX_TEXTS} vectors of 8192 components written as text. */
  private static final ExchangeLimits LIMITS = new ExchangeLimits(Duration.ofSeconds(60), 64 << 20);

  /** OpenAI takes 2048, but a request that fails is sent again as a whole. */
  private static final int MAX_TEXTS = 128;

  /** The default limit of TEI ({@code --max-client-batch-size}). */
  private static final int MAX_TEXTS_SELF_HOSTED = 32;

  private EmbeddingServices() {}

  /**
   * Opens the service that {@code config} names and asks it to embed one word. That shows whether
   * address, key and model are right, and how long the vectors are. Costs one request.
   *
   * @param config names a provider that is neither in process nor LangChain4j
   * @throws InvalidConfigException if a person must fix the configuration
   * @throws FreshetException EMBEDDING_FAILED if the service does not answer; try again later
   */
  public static Embedder open(EmbeddingConfig config) {
    return service(config, LIMITS).open(config);
  }

  static EmbeddingService service(EmbeddingConfig config, ExchangeLimits limits) {
    return new EmbeddingService(
        "model `%s` of %s".formatted(config.model(), config.provider().spelling()),
        fingerprint(config),
        maxTexts(config.provider()),
        new HttpEmbeddingsApi(
            new HttpExchange(ServiceAddress.of(config), limits), config, InstantSource.system()));
  }

  private static int maxTexts(EmbeddingProvider provider) {
    boolean hosted =
        provider == EmbeddingProvider.OPENAI || provider == EmbeddingProvider.AZURE_OPENAI;
    return hosted ? MAX_TEXTS : MAX_TEXTS_SELF_HOSTED;
  }

  /** Without the address: the same model may move to another. */
  private static String fingerprint(EmbeddingConfig config) {
    return "%s:%s".formatted(config.provider().spelling(), config.model());
  }
}
