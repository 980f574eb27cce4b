package dev.freshet.embedding.langchain4j;

import dev.freshet.core.DaemonThreads;
import dev.freshet.core.embed.InputType;
import dev.freshet.embedding.service.EmbeddingsApi;
import dev.freshet.embedding.service.ServiceReply;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.embedding.request.EmbeddingInput;
import dev.langchain4j.model.embedding.request.EmbeddingInputType;
import dev.langchain4j.model.embedding.request.EmbeddingRequest;
import dev.langchain4j.model.embedding.request.EmbeddingRequestParameters;
import dev.langchain4j.model.embedding.response.EmbeddingResponse;
import dev.langchain4j.model.output.TokenUsage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks a model of LangChain4j. Every call runs on a thread of its own; when its time is up, the
 * thread is interrupted and no longer waited for, because not every provider has a time-out that
 * works. As thread-safe as the model.
 */
final class ModelApi implements EmbeddingsApi {

  private static final Logger LOGGER = LoggerFactory.getLogger(ModelApi.class);

  /** Sent in place of blank text, which LangChain4j refuses for every provider. */
  private static final String FOR_BLANK = ".";

  private final EmbeddingModel model;
  private final List<String> secrets;
  private final Duration timeout;
  private final boolean knowsInputType;
  private final ExecutorService calls;

  /**
   * @param model closed with this, if it is closeable
   * @param secrets texts that no message may show
   */
  ModelApi(EmbeddingModel model, List<String> secrets, Duration timeout) {
    this.model = model;
    this.secrets = secrets;
    this.timeout = timeout;
    this.knowsInputType =
        model.supportedParameters().contains(EmbeddingRequestParameters.INPUT_TYPE);
    this.calls = Executors.newCachedThreadPool(DaemonThreads.numbered("freshet-embed-langchain4j"));
  }

  @Override
  public ServiceReply send(List<String> texts, InputType type) throws InterruptedException {
    EmbeddingRequest request = request(texts, type);
    Future<EmbeddingResponse> call;
    try {
      call = calls.submit(() -> model.embed(request));
    } catch (RejectedExecutionException closed) {
      return trouble("the call was cancelled");
    }
    try {
      return read(call.get(timeout.toNanos(), TimeUnit.NANOSECONDS), texts.size());
    } catch (TimeoutException slow) {
      return trouble("no answer within " + timeout.toMillis() + " ms");
    } catch (CancellationException closed) {
      return trouble("the call was cancelled");
    } catch (ExecutionException failed) {
      return failed(failed.getCause(), texts);
    } finally {
      call.cancel(true);
    }
  }

  @Override
  public void close() {
    calls.shutdownNow();
    if (model instanceof AutoCloseable closeable) {
      try {
        closeable.close();
      } catch (Exception failure) {
        // The model is not used again, so any failure is only logged. Its message may contain the
        // key and is left out.
        LOGGER
            .atWarn()
            .addKeyValue("error", failure.getClass().getName())
            .log("embedding model failed to close");
      }
    }
  }

  private EmbeddingRequest request(List<String> texts, InputType type) {
    EmbeddingRequest.Builder request =
        EmbeddingRequest.builder()
            .inputs(
                texts.stream()
                    .map(text -> EmbeddingInput.from(text.isBlank() ? FOR_BLANK : text))
                    .toList());
    if (knowsInputType) {
      request.inputType(
          type == InputType.QUERY ? EmbeddingInputType.QUERY : EmbeddingInputType.DOCUMENT);
    }
    return request.build();
  }

  private ServiceReply failed(Throwable failure, List<String> texts) {
    if (failure instanceof Error error && !(failure instanceof LinkageError)) {
      throw error;
    }
    List<String> hidden = new ArrayList<>(texts);
    hidden.addAll(secrets);
    return FailureReply.of(failure, hidden);
  }

  private static ServiceReply read(@Nullable EmbeddingResponse response, int count) {
    if (response == null || response.embeddings().stream().anyMatch(Objects::isNull)) {
      return trouble("it answered with nothing");
    }
    List<Embedding> embeddings = response.embeddings();
    if (embeddings.size() != count) {
      return trouble("it answered %d texts with %d vectors".formatted(count, embeddings.size()));
    }
    List<float[]> vectors = embeddings.stream().map(Embedding::vector).toList();
    if (vectors.stream().anyMatch(vector -> vector.length != vectors.get(0).length)) {
      return trouble("its vectors have different lengths");
    }
    if (vectors.get(0).length == 0) {
      return trouble("its vectors are empty");
    }
    return new ServiceReply.Vectors(vectors, tokens(response.tokenUsage()));
  }

  private static OptionalLong tokens(@Nullable TokenUsage usage) {
    Integer total = usage == null ? null : usage.totalTokenCount();
    return total == null || total <= 0 ? OptionalLong.empty() : OptionalLong.of(total);
  }

  private static ServiceReply trouble(String why) {
    return new ServiceReply.Trouble(why, Optional.empty(), ServiceReply.Sign.NONE);
  }
}
