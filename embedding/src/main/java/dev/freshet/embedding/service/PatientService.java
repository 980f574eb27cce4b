package dev.freshet.embedding.service;

import dev.freshet.core.embed.InputType;
import dev.freshet.core.embed.ServiceCounts;
import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.FreshetException;
import dev.freshet.core.error.InvalidConfigException;
import dev.freshet.embedding.service.pace.Backoff;
import dev.freshet.embedding.service.pace.CircuitBreaker;
import dev.freshet.embedding.service.pace.RateLimits;
import dev.freshet.embedding.service.pace.Waiting;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends a request until the service has answered it for good: it waits for the quota, repeats with
 * growing pauses while the service fails, and sends nothing while the circuit is open. Thread-safe.
 */
final class PatientService {

  private static final Logger LOGGER = LoggerFactory.getLogger(PatientService.class);

  private final String name;
  private final EmbeddingsApi api;
  private final RateLimits limits;
  private final CircuitBreaker breaker;
  private final Backoff backoff;
  private final Waiting waiting;
  private final ServiceTally tally = new ServiceTally();

  /**
   * @param name of service and model, for messages
   */
  PatientService(
      String name,
      EmbeddingsApi api,
      RateLimits limits,
      CircuitBreaker breaker,
      Backoff backoff,
      Waiting waiting) {
    this.name = name;
    this.api = api;
    this.limits = limits;
    this.breaker = breaker;
    this.backoff = backoff;
    this.waiting = waiting;
  }

  /** Service and model, for messages. */
  String name() {
    return name;
  }

  /** The error of a call after the service was closed. */
  FreshetException closed() {
    return new FreshetException(
        ErrorCode.INTERNAL, "Cannot embed with %s: it is closed. Open it again.".formatted(name));
  }

  /** Counts the requests of all calls so far, by their results. */
  ServiceCounts counts() {
    return tally.counts();
  }

  /** Counts a batch that was halved. */
  void split() {
    tally.split();
  }

  /**
   * Asks for the vectors of {@code texts}.
   *
   * @param patience longest time to wait because of failures; waiting for the quota and for the
   *     answer under way is not counted
   * @return {@link ServiceReply.Vectors} or {@link ServiceReply.Refused}
   * @throws FreshetException EMBEDDING_FAILED if the service fails for longer
   * @throws InvalidConfigException if no request can succeed until a person acts
   */
  ServiceReply call(List<String> texts, InputType type, Duration patience)
      throws InterruptedException {
    Attempts attempts = new Attempts(patience);
    int tokens = texts.stream().mapToInt(TokenEstimate::of).sum();
    while (true) {
      attempts.awaitAdmission();
      attempts.awaitQuota(tokens);
      tally.request(attempts.failures > 0);
      ServiceReply reply = api.send(texts, type);
      if (reply instanceof ServiceReply.Misconfigured wrong) {
        throw new InvalidConfigException(
            "Cannot embed with %s: %s. %s".formatted(name, wrong.why(), wrong.whatToDo()));
      }
      if (!(reply instanceof ServiceReply.Trouble trouble)) {
        breaker.succeeded();
        if (reply instanceof ServiceReply.Vectors answered) {
          tally.answered(answered.tokens().orElse(tokens));
        }
        return reply;
      }
      attempts.failed(trouble);
    }
  }

  /** The attempts of one call. For one thread. */
  private final class Attempts {

    private long deadline;
    private int failures;
    private String why = "it failed again and again, so calls to it are held back";

    Attempts(Duration patience) {
      deadline = waiting.nanos() + patience.toNanos();
    }

    void awaitAdmission() throws InterruptedException {
      Duration wait = breaker.admission();
      while (!wait.isZero()) {
        pauseWithinPatience(wait);
        wait = breaker.admission();
      }
    }

    void awaitQuota(int tokens) throws InterruptedException {
      Duration wait = limits.take(tokens);
      if (!wait.isZero()) {
        deadline += wait.toNanos();
        pause(wait);
      }
    }

    void failed(ServiceReply.Trouble trouble) throws InterruptedException {
      failures++;
      why = trouble.why();
      if (trouble.sign() == ServiceReply.Sign.THROTTLED) {
        tally.throttled();
      }
      if (trouble.sign() != ServiceReply.Sign.NONE) {
        breaker.succeeded();
      } else if (breaker.failed()) {
        tally.circuitOpened();
      }
      Duration wait = backoff.after(failures, trouble.asked());
      LOGGER
          .atWarn()
          .addKeyValue("service", name)
          .addKeyValue("error", why)
          .addKeyValue("waitMs", wait.toMillis())
          .log("embedding service failed");
      pauseWithinPatience(wait);
    }

    private void pauseWithinPatience(Duration wait) throws InterruptedException {
      if (wait.toNanos() > deadline - waiting.nanos()) {
        throw new FreshetException(
            ErrorCode.EMBEDDING_FAILED,
            "Cannot embed with %s: %s (attempts: %d). Repeat the call when the service works again."
                .formatted(name, why, failures));
      }
      pause(wait);
    }

    private void pause(Duration wait) throws InterruptedException {
      if (!waiting.pause(wait)) {
        throw closed();
      }
    }
  }
}
