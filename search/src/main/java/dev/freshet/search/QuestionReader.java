package dev.freshet.search;

import dev.freshet.core.DaemonThreads;
import dev.freshet.core.embed.EmbedOutcome;
import dev.freshet.core.embed.Embedder;
import dev.freshet.core.embed.InputType;
import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.FreshetException;
import dev.freshet.core.error.InvalidRequestException;
import dev.freshet.core.vector.VectorTableSpec;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Embeds questions with the model that wrote the rows. Thread-safe. */
final class QuestionReader {

  private static final Logger LOGGER = LoggerFactory.getLogger(QuestionReader.class);

  /** Failures that only a person can end; an answer by words alone would hide them. */
  private static final Set<ErrorCode> MISCONFIGURED =
      EnumSet.of(
          ErrorCode.FINGERPRINT_MISMATCH, ErrorCode.INVALID_CONFIG, ErrorCode.MODEL_UNREADABLE);

  private final Supplier<Embedder> model;

  /** Threads of hybrid searches, which do not wait for a model that does not answer. */
  private final ExecutorService threads =
      Executors.newCachedThreadPool(DaemonThreads.numbered("freshet-question"));

  QuestionReader(Supplier<Embedder> model) {
    this.model = model;
  }

  /**
   * The vector of a question.
   *
   * @throws InvalidRequestException if the model does not take the text
   * @throws FreshetException with {@code FINGERPRINT_MISMATCH} if another model wrote the rows; the
   *     model raises others
   */
  float[] vector(Question question, VectorTableSpec table) {
    if (question instanceof Question.Vector known) {
      return known.vector();
    }
    Embedder embedder = model.get();
    embedder.spec().requireMade(table);
    String text = ((Question.Text) question).text();
    EmbedOutcome outcome = embedder.embed(List.of(text), InputType.QUERY).get(0);
    if (outcome instanceof EmbedOutcome.Embedded embedded) {
      return embedded.vector();
    }
    throw new InvalidRequestException(
        "query",
        "Cannot search for this text by its meaning: %s. Shorten it, or search by text or hybrid."
            .formatted(((EmbedOutcome.Rejected) outcome).reason()));
  }

  /**
   * The vector of a question that may be answered without it.
   *
   * @param patience how long to wait for the model
   * @throws FreshetException if a person has to act first
   */
  Meaning meaning(Question question, VectorTableSpec table, Duration patience) {
    Future<float[]> vector = threads.submit(() -> vector(question, table));
    try {
      return new Meaning.Known(vector.get(patience.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException e) {
      return unknown(
          new FreshetException(
              ErrorCode.EMBEDDING_FAILED,
              "Cannot embed the query: the model has not answered within %d ms. Ask again later."
                  .formatted(patience.toMillis())));
    } catch (ExecutionException e) {
      if (e.getCause() instanceof FreshetException failure
          && !MISCONFIGURED.contains(failure.code())) {
        return unknown(failure);
      }
      throw rethrown(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FreshetException(
          ErrorCode.INTERNAL, "Cannot search: the search was interrupted. Ask again.", e);
    } finally {
      vector.cancel(true);
    }
  }

  private static RuntimeException rethrown(Throwable cause) {
    if (cause instanceof Error error) {
      throw error;
    }
    return cause instanceof RuntimeException unchecked
        ? unchecked
        : new IllegalStateException("A model throws unchecked exceptions only", cause);
  }

  private static Meaning unknown(FreshetException failure) {
    if (failure.code() == ErrorCode.INVALID_REQUEST) {
      return new Meaning.Unknown(failure, String.valueOf(failure.getMessage()));
    }
    LOGGER
        .atWarn()
        .addKeyValue("errorCode", failure.code().name())
        .addKeyValue("error", failure.getMessage())
        .log("question is not embedded, a hybrid search is answered by words alone");
    return new Meaning.Unknown(
        failure,
        "Cannot embed the query: the model does not answer (%s). Ask again later."
            .formatted(failure.code()));
  }
}
