package dev.freshet.embedding.service;

import dev.freshet.core.DaemonThreads;
import dev.freshet.core.embed.EmbedOutcome;
import dev.freshet.core.embed.Embedder;
import dev.freshet.core.embed.EmbedderSpec;
import dev.freshet.core.embed.InputType;
import dev.freshet.core.embed.ServiceCounts;
import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.FreshetException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.IntStream;

/**
 * A model behind a web service. The token count is an estimate ({@link TokenEstimate}); whether a
 * text gets the same vector in every batch depends on the service.
 *
 * <p>Blank text is sent as one space because services refuse the empty string; half of a surrogate
 * pair, which JSON cannot hold, is sent as U+FFFD.
 */
final class ServiceEmbedder implements Embedder {

  /** Requests under way at once; more would only queue in the service. */
  private static final int CONCURRENCY = 4;

  private static final Duration DOCUMENT_PATIENCE = Duration.ofMinutes(2);

  /** A user waits for the answer of a search. */
  private static final Duration QUERY_PATIENCE = Duration.ofSeconds(10);

  private final EmbedderSpec spec;
  private final PatientService service;
  private final BatchPlan plan;
  private final Runnable onClose;
  private final ExecutorService requests;
  private volatile boolean closed;

  /**
   * @param onClose cancels the requests under way
   */
  ServiceEmbedder(EmbedderSpec spec, PatientService service, BatchPlan plan, Runnable onClose) {
    this.spec = spec;
    this.service = service;
    this.plan = plan;
    this.onClose = onClose;
    this.requests =
        Executors.newFixedThreadPool(CONCURRENCY, DaemonThreads.numbered("freshet-embed-service"));
  }

  @Override
  public EmbedderSpec spec() {
    return spec;
  }

  @Override
  public int countTokens(String text) {
    return TokenEstimate.of(text);
  }

  @Override
  public List<EmbedOutcome> embed(List<String> texts, InputType type) {
    if (closed) {
      throw service.closed();
    }
    EmbedOutcome[] outcomes = new EmbedOutcome[texts.size()];
    int[] tokens = texts.stream().mapToInt(TokenEstimate::of).toArray();
    List<Integer> sent = new ArrayList<>();
    for (int i = 0; i < outcomes.length; i++) {
      if (tokens[i] > spec.maxTokens()) {
        outcomes[i] = overlong(tokens[i]);
      } else {
        sent.add(i);
      }
    }
    Duration patience = type == InputType.QUERY ? QUERY_PATIENCE : DOCUMENT_PATIENCE;
    PoisonIsolation isolation = new PoisonIsolation(service, spec.dimension(), type, patience);
    try {
      run(plan.batches(sent, tokens), texts, isolation, outcomes);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw interrupted(stopped);
    }
    return List.of(outcomes);
  }

  @Override
  public ServiceCounts serviceCounts() {
    return service.counts();
  }

  /** Cancels the requests under way; their calls fail. */
  @Override
  public void close() {
    closed = true;
    onClose.run();
    requests.shutdownNow();
  }

  private void run(
      List<List<Integer>> batches,
      List<String> texts,
      PoisonIsolation isolation,
      EmbedOutcome[] outcomes)
      throws InterruptedException {
    if (batches.size() == 1) {
      // On the caller's thread, so that a search never queues behind a batch of documents.
      fill(outcomes, batches.get(0), isolation.embed(sendable(texts, batches.get(0))));
      return;
    }
    List<Future<List<EmbedOutcome>>> answers = new ArrayList<>();
    try {
      for (List<Integer> batch : batches) {
        answers.add(requests.submit(() -> isolation.embed(sendable(texts, batch))));
      }
      for (int i = 0; i < batches.size(); i++) {
        fill(outcomes, batches.get(i), answer(answers.get(i)));
      }
    } catch (RejectedExecutionException closedMeanwhile) {
      throw service.closed();
    } finally {
      answers.forEach(answer -> answer.cancel(true));
    }
  }

  private List<EmbedOutcome> answer(Future<List<EmbedOutcome>> answer) throws InterruptedException {
    try {
      return answer.get();
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof FreshetException known) {
        throw new FreshetException(known.code(), known.getMessage(), known);
      }
      if (closed) {
        throw service.closed();
      }
      throw new FreshetException(
          ErrorCode.INTERNAL,
          "Cannot embed with %s: %s. Keep the log and report it."
              .formatted(service.name(), failed.getCause()),
          failed);
    }
  }

  private static void fill(
      EmbedOutcome[] outcomes, List<Integer> batch, List<EmbedOutcome> answered) {
    IntStream.range(0, batch.size()).forEach(i -> outcomes[batch.get(i)] = answered.get(i));
  }

  private static List<String> sendable(List<String> texts, List<Integer> batch) {
    return batch.stream().map(texts::get).map(ServiceEmbedder::sendable).toList();
  }

  private static String sendable(String text) {
    if (text.isBlank()) {
      return " ";
    }
    StringBuilder whole = new StringBuilder(text.length());
    text.codePoints()
        .map(c -> Character.getType(c) == Character.SURROGATE ? 0xFFFD : c)
        .forEach(whole::appendCodePoint);
    return whole.toString();
  }

  private EmbedOutcome overlong(int tokens) {
    return new EmbedOutcome.Rejected(
        "text has about %d tokens, model %s takes at most %d"
            .formatted(tokens, spec.model(), spec.maxTokens()));
  }

  private FreshetException interrupted(InterruptedException stopped) {
    return new FreshetException(
        ErrorCode.EMBEDDING_FAILED,
        "Cannot embed with %s: the call was interrupted. Repeat it.".formatted(service.name()),
        stopped);
  }
}
