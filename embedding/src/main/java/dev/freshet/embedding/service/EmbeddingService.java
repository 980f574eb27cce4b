package dev.freshet.embedding.service;

import dev.freshet.core.config.EmbeddingConfig;
import dev.freshet.core.embed.Embedder;
import dev.freshet.core.embed.EmbedderSpec;
import dev.freshet.core.embed.InputType;
import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.FreshetException;
import dev.freshet.core.error.InvalidConfigException;
import dev.freshet.embedding.service.pace.Backoff;
import dev.freshet.embedding.service.pace.CircuitBreaker;
import dev.freshet.embedding.service.pace.RateLimits;
import dev.freshet.embedding.service.pace.RealWaiting;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A model behind a service, before the first request.
 *
 * @param name of service and model, for messages
 * @param fingerprint of everything a vector depends on except its length, as far as the caller can
 *     know it; it stays the same when the service replaces the model behind a name
 * @param maxTexts most texts of a request
 * @param api sends requests; closed with the embedder, or when the embedder cannot be opened
 */
public record EmbeddingService(String name, String fingerprint, int maxTexts, EmbeddingsApi api) {

  private static final Logger LOGGER = LoggerFactory.getLogger(EmbeddingService.class);

  private static final Duration OPEN_PATIENCE = Duration.ofSeconds(10);
  private static final int MAX_TOKENS_PER_REQUEST = 16_000;

  /** The limit of OpenAI's models; a service with a lower limit refuses longer texts itself. */
  private static final int MAX_TOKENS = 8_191;

  private static final int FAILURES_TO_OPEN = 5;
  private static final Duration TRIAL_PERIOD = Duration.ofSeconds(20);

  /**
   * Asks the service to embed one word. That shows whether address, key and model are right, and
   * how long the vectors are. Costs one request.
   *
   * @param config gives model, dimension and rate limits
   * @throws InvalidConfigException if a person must fix the configuration
   * @throws FreshetException EMBEDDING_FAILED if the service does not answer; try again later
   */
  public Embedder open(EmbeddingConfig config) {
    return open(config, OPEN_PATIENCE);
  }

  /**
   * As {@link #open(EmbeddingConfig)}.
   *
   * @param patience longest time to repeat the request while the service fails
   */
  public Embedder open(EmbeddingConfig config, Duration patience) {
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
      int dimension = dimension(config, service, patience);
      spec =
          new EmbedderSpec(config.model(), dimension, MAX_TOKENS, fingerprint + ":d" + dimension);
    } catch (RuntimeException | Error failure) {
      api.close();
      throw failure;
    }
    LOGGER
        .atInfo()
        .addKeyValue("model", spec.model())
        .addKeyValue("version", spec.fingerprint())
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

  private static int dimension(EmbeddingConfig config, PatientService service, Duration patience) {
    ServiceReply reply = embedOneWord(service, patience);
    if (reply instanceof ServiceReply.Refused refused) {
      throw new InvalidConfigException(
          "Cannot embed with %s: it refuses a single word: %s. Fix embedding.model, its settings or embedding.url."
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

  private static ServiceReply embedOneWord(PatientService service, Duration patience) {
    try {
      return service.call(List.of(PoisonIsolation.HARMLESS_TEXT), InputType.DOCUMENT, patience);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new FreshetException(
          ErrorCode.EMBEDDING_FAILED,
          "Cannot open %s: the call was interrupted. Repeat it.".formatted(service.name()),
          stopped);
    }
  }
}
