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

  private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(60);

  /** Well above what {@link #MAX_TEXTS} vectors of 8192 components take as text. */
  private static final int MAX_BODY_BYTES = 64 << 20;

  /** OpenAI takes 2048, but a request in trouble is sent again whole. */
  private static final int MAX_TEXTS = 128;

  /** What TEI takes unless told otherwise ({@code --max-client-batch-size}). */
  private static final int MAX_TEXTS_SELF_HOSTED = 32;

  private EmbeddingServices() {}

  /**
   * Opens the service that {@code config} names, and has it embed one word: that shows that
   * address, key and model are right, and how long its vectors are. Costs one request.
   *
   * @param config with a provider that is neither in process nor LangChain4j
   * @throws InvalidConfigException if a person must mend the configuration
   * @throws FreshetException EMBEDDING_FAILED if the service does not answer; try again later
   */
  public static Embedder open(EmbeddingConfig config) {
    return open(config, REQUEST_TIMEOUT, MAX_BODY_BYTES);
  }

  static Embedder open(EmbeddingConfig config, Duration requestTimeout, int maxBodyBytes) {
    HttpExchange exchange =
        new HttpExchange(ServiceAddress.of(config), requestTimeout, maxBodyBytes);
    return new EmbeddingService(
            "model `%s` of %s".formatted(config.model(), config.provider().spelling()),
            fingerprint(config),
            maxTexts(config.provider()),
            new HttpEmbeddingsApi(exchange, config, InstantSource.system()))
        .open(config);
  }

  private static int maxTexts(EmbeddingProvider provider) {
    boolean hosted =
        provider == EmbeddingProvider.OPENAI || provider == EmbeddingProvider.AZURE_OPENAI;
    return hosted ? MAX_TEXTS : MAX_TEXTS_SELF_HOSTED;
  }

  /** Not the address: the same model may move. */
  private static String fingerprint(EmbeddingConfig config) {
    return "%s:%s".formatted(config.provider().spelling(), config.model());
  }
}
