package dev.freshet.embedding.http;

import dev.freshet.core.config.EmbeddingConfig;
import dev.freshet.core.config.EmbeddingProvider;
import dev.freshet.core.embed.Embedder;
import dev.freshet.core.embed.EmbedderSpec;
import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.FreshetException;
import dev.freshet.core.error.InvalidConfigException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens models behind a web service. */
public final class EmbeddingServices {

  private static final Logger LOGGER = LoggerFactory.getLogger(EmbeddingServices.class);

  private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(60);
  private static final Duration OPEN_PATIENCE = Duration.ofSeconds(10);

  /** Well above what {@link #MAX_TEXTS} vectors of 8192 components take as text. */
  private static final int MAX_BODY_BYTES = 64 << 20;

  /** OpenAI takes 2048, but a request in trouble is sent again whole. */
  private static final int MAX_TEXTS = 128;

  /** What TEI takes unless told otherwise ({@code --max-client-batch-size}). */
  private static final int MAX_TEXTS_SELF_HOSTED = 32;

  private static final int MAX_TOKENS_PER_REQUEST = 16_000;

  /** Of OpenAI's models; what another takes, only its service knows, and refuses what is longer. */
  private static final int MAX_TOKENS = 8_191;

  private static final int FAILURES_TO_OPEN = 5;
  private static final Duration TRIAL_PERIOD = Duration.ofSeconds(20);

  private EmbeddingServices() {}

  /**
   * Opens the service that {@code config} names, and has it embed one word: that shows that
   * address, key and model are right, and how long its vectors are. Costs one request.
   *
   * @param config with any provider but {@link EmbeddingProvider#IN_PROCESS}
   * @throws InvalidConfigException if a person must mend the configuration
   * @throws FreshetException EMBEDDING_FAILED if the service does not answer; try again later
   */
  public static Embedder open(EmbeddingConfig config) {
    return open(config, REQUEST_TIMEOUT, MAX_BODY_BYTES);
  }

  static Embedder open(EmbeddingConfig config, Duration requestTimeout, int maxBodyBytes) {
    long start = System.nanoTime();
    RealWaiting waiting = new RealWaiting();
    HttpExchange exchange =
        new HttpExchange(ServiceAddress.of(config), requestTimeout, maxBodyBytes);
    PatientService service =
        new PatientService(
            "model `%s` of %s".formatted(config.model(), config.provider().spelling()),
            new HttpEmbeddingsApi(exchange, config, InstantSource.system()),
            new RateLimits(config.requestsPerMinute(), config.tokensPerMinute(), waiting::nanos),
            new CircuitBreaker(FAILURES_TO_OPEN, TRIAL_PERIOD, waiting::nanos),
            new Backoff(() -> ThreadLocalRandom.current().nextDouble()),
            waiting);
    EmbedderSpec spec = spec(config, dimension(config, service));
    Runnable onClose =
        () -> {
          waiting.end();
          exchange.close();
        };
    LOGGER
        .atInfo()
        .addKeyValue("model", spec.model())
        .addKeyValue("fingerprint", spec.fingerprint())
        .addKeyValue("durationMs", Duration.ofNanos(System.nanoTime() - start).toMillis())
        .log("embedding service opened");
    return new HttpEmbedder(spec, service, plan(config), onClose);
  }

  private static BatchPlan plan(EmbeddingConfig config) {
    boolean hosted =
        config.provider() == EmbeddingProvider.OPENAI
            || config.provider() == EmbeddingProvider.AZURE_OPENAI;
    return new BatchPlan(
        hosted ? MAX_TEXTS : MAX_TEXTS_SELF_HOSTED,
        Math.min(MAX_TOKENS_PER_REQUEST, config.tokensPerMinute().orElse(MAX_TOKENS_PER_REQUEST)));
  }

  /**
   * Not the address: the same model may move. Nothing here changes when the service swaps the model
   * behind a name.
   */
  private static EmbedderSpec spec(EmbeddingConfig config, int dimension) {
    return new EmbedderSpec(
        config.model(),
        dimension,
        MAX_TOKENS,
        "%s:%s:d%d".formatted(config.provider().spelling(), config.model(), dimension));
  }

  private static int dimension(EmbeddingConfig config, PatientService service) {
    Reply reply = tryOut(service);
    if (reply instanceof Reply.Refused refused) {
      throw new InvalidConfigException(
          "Cannot embed with %s: it refuses a single word: %s. Mend embedding.model, embedding.dimension or embedding.url."
              .formatted(service.name(), refused.why()));
    }
    int dimension = ((Reply.Vectors) reply).vectors().get(0).length;
    if (config.dimension().orElse(dimension) != dimension) {
      throw new InvalidConfigException(
          "Cannot use embedding.dimension %d: %s gives vectors of %d components. Set that, or leave it out."
              .formatted(config.dimension().getAsInt(), service.name(), dimension));
    }
    return dimension;
  }

  private static Reply tryOut(PatientService service) {
    try {
      return service.call(List.of(PoisonIsolation.HARMLESS_TEXT), OPEN_PATIENCE);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new FreshetException(
          ErrorCode.EMBEDDING_FAILED,
          "Cannot open %s: the call was interrupted. Repeat it.".formatted(service.name()),
          stopped);
    }
  }
}
