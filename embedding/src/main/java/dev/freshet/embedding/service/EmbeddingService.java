package dev.freshet.embedding.service;

import dev.freshet.core.config.EmbeddingConfig;
import dev.freshet.core.embed.Embedder;
import dev.freshet.core.embed.EmbedderSpec;
import dev.freshet.core.embed.InputType;
import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.FreshetException;
import dev.freshet.core.error.InvalidConfigException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A model that somebody else runs, not asked yet.
 *
 * @param name of service and model, for messages
 * @param fingerprint of everything a vector depends on but its length, as far as the caller can
 *     know; nothing here changes when the service swaps the model behind a name
 * @param maxTexts most texts of a request
 * @param api asks the service; closed with the embedder, or if that cannot be opened
 */
public record EmbeddingService(String name, String fingerprint, int maxTexts, EmbeddingsApi api) {

  private static final Logger LOGGER = LoggerFactory.getLogger(EmbeddingService.class);

  private static final Duration OPEN_PATIENCE = Duration.ofSeconds(10);
  private static final int MAX_TOKENS_PER_REQUEST = 16_000;

  /** Of OpenAI's models; what another takes, only its service knows, and refuses what is longer. */
  private static final int MAX_TOKENS = 8_191;

  private static final int FAILURES_TO_OPEN = 5;
  private static final Duration TRIAL_PERIOD = Duration.ofSeconds(20);

  /**
   * Opens the service, and has it embed one word: that shows that address, key and model are right,
   * and how long its vectors are. Costs one request.
   *
   * @param config for its model, dimension and limits
   * @throws InvalidConfigException if a person must mend the configuration
   * @throws FreshetException EMBEDDING_FAILED if the service does not answer; try again later
   */
  public Embedder open(EmbeddingConfig config) {
    long start = System.nanoTime();
    RealWaiting waiting = new RealWaiting();
    PatientService service =
        new PatientService(
            name,
            api,
            new RateLimits(config.requestsPerMinute(), config.tokensPerMinute(), waiting::nanos),
            new CircuitBreaker(FAILURES_TO_OPEN, TRIAL_PERIOD, waiting::nanos),
            new Backoff(() -> ThreadLocalRandom.current().nextDouble()),
            waiting);
    EmbedderSpec spec;
    try {
      int dimension = dimension(config, service);
      spec =
          new EmbedderSpec(config.model(), dimension, MAX_TOKENS, fingerprint + ":d" + dimension);
    } catch (RuntimeException | Error failure) {
      api.close();
      throw failure;
    }
    LOGGER
        .atInfo()
        .addKeyValue("model", spec.model())
        .addKeyValue("fingerprint", spec.fingerprint())
        .addKeyValue("durationMs", Duration.ofNanos(System.nanoTime() - start).toMillis())
        .log("embedding service opened");
    return new ServiceEmbedder(
        spec,
        service,
        plan(config),
        () -> {
          waiting.end();
          api.close();
        });
  }

  private BatchPlan plan(EmbeddingConfig config) {
    return new BatchPlan(
        maxTexts,
        Math.min(MAX_TOKENS_PER_REQUEST, config.tokensPerMinute().orElse(MAX_TOKENS_PER_REQUEST)));
  }

  private static int dimension(EmbeddingConfig config, PatientService service) {
    ServiceReply reply = tryOut(service);
    if (reply instanceof ServiceReply.Refused refused) {
      throw new InvalidConfigException(
          "Cannot embed with %s: it refuses a single word: %s. Mend embedding.model, its settings or embedding.url."
              .formatted(service.name(), refused.why()));
    }
    int dimension = ((ServiceReply.Vectors) reply).vectors().get(0).length;
    if (config.dimension().orElse(dimension) != dimension) {
      throw new InvalidConfigException(
          "Cannot use embedding.dimension %d: %s gives vectors of %d components. Set that, or leave it out."
              .formatted(config.dimension().getAsInt(), service.name(), dimension));
    }
    return dimension;
  }

  private static ServiceReply tryOut(PatientService service) {
    try {
      return service.call(
          List.of(PoisonIsolation.HARMLESS_TEXT), InputType.DOCUMENT, OPEN_PATIENCE);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new FreshetException(
          ErrorCode.EMBEDDING_FAILED,
          "Cannot open %s: the call was interrupted. Repeat it.".formatted(service.name()),
          stopped);
    }
  }
}
