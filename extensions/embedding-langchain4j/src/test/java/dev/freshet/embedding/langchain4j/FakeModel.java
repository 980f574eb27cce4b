package dev.freshet.embedding.langchain4j;

import dev.freshet.core.config.EmbeddingConfig;
import dev.freshet.core.config.ServiceAccess;
import dev.freshet.core.config.value.EmbeddingProvider;
import dev.freshet.core.config.value.EmbeddingSetting;
import dev.freshet.core.embed.EmbedOutcome;
import dev.freshet.core.embed.InputType;
import dev.freshet.testkit.embed.HashEmbedder;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.embedding.request.EmbeddingInput;
import dev.langchain4j.model.embedding.request.EmbeddingParameter;
import dev.langchain4j.model.embedding.request.EmbeddingRequest;
import dev.langchain4j.model.embedding.request.EmbeddingRequestParameters;
import dev.langchain4j.model.embedding.response.EmbeddingResponse;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A model of LangChain4j in this process, made of a {@link HashEmbedder}. It works, except in calls
 * for which its script has another behaviour. It is opened by reflection like any other model, so
 * it finds its script by the name of the model.
 */
public final class FakeModel implements EmbeddingModel, AutoCloseable {

  static final int DIMENSION = 16;

  /** What a call does instead of embedding. */
  @FunctionalInterface
  interface Behaviour {
    EmbeddingResponse answer(FakeModel model, EmbeddingRequest request) throws Exception;
  }

  /** What the models of one test must do, and which requests they got. */
  static final class Script {
    final Queue<Behaviour> next = new ConcurrentLinkedQueue<>();
    final Queue<EmbeddingRequest> requests = new ConcurrentLinkedQueue<>();
    final CountDownLatch closed = new CountDownLatch(1);
    volatile Behaviour usual = FakeModel::embedding;
    volatile Set<EmbeddingParameter<?>> parameters = Set.of();
  }

  /** The type of a setting that is an enum. */
  public enum Precision {
    LOW,
    HIGH
  }

  private static final Map<String, Script> SCRIPTS = new ConcurrentHashMap<>();

  private final Builder settings;
  private final HashEmbedder model = new HashEmbedder(DIMENSION, 1_000_000);
  private final Script script;

  private FakeModel(Builder settings) {
    this.settings = settings;
    this.script = script(String.valueOf(settings.modelName));
  }

  public static Builder builder() {
    return new Builder();
  }

  static Script script(String modelName) {
    return SCRIPTS.computeIfAbsent(modelName, name -> new Script());
  }

  /** A configuration with pairs of names and values as settings; the {@code apiKey} is a secret. */
  static EmbeddingConfig config(String... settings) {
    return config(FakeModel.class.getName(), Optional.empty(), settings);
  }

  static EmbeddingConfig config(String model, Optional<URI> url, String... settings) {
    Map<String, EmbeddingSetting> all = new LinkedHashMap<>();
    for (int i = 0; i < settings.length; i += 2) {
      all.put(settings[i], new EmbeddingSetting(settings[i + 1], settings[i].equals("apiKey")));
    }
    return new EmbeddingConfig(
        EmbeddingProvider.LANGCHAIN4J, model, OptionalInt.empty(), ServiceAccess.at(url), all);
  }

  @Override
  public EmbeddingResponse doEmbed(EmbeddingRequest request) {
    script.requests.add(request);
    Behaviour scripted = script.next.poll();
    try {
      return (scripted == null ? script.usual : scripted).answer(this, request);
    } catch (RuntimeException known) {
      throw known;
    } catch (Exception failure) {
      throw new IllegalStateException(failure);
    }
  }

  /** The answer without a failure. */
  EmbeddingResponse embedding(EmbeddingRequest request) {
    return response(
        model.embed(texts(request), InputType.DOCUMENT).stream()
            .map(outcome -> ((EmbedOutcome.Embedded) outcome).vector()));
  }

  static EmbeddingResponse response(Stream<float[]> vectors) {
    return EmbeddingResponse.builder().embeddings(vectors.map(Embedding::from).toList()).build();
  }

  static List<String> texts(EmbeddingRequest request) {
    return request.inputs().stream().map(EmbeddingInput::text).toList();
  }

  @Override
  public Set<EmbeddingParameter<?>> supportedParameters() {
    return Stream.concat(
            script.parameters.stream(), Stream.of(EmbeddingRequestParameters.MODEL_NAME))
        .collect(Collectors.toSet());
  }

  @Override
  public String modelName() {
    return settings.modelName == null ? "fake-default" : settings.modelName;
  }

  String settings() {
    return settings.toString();
  }

  @Override
  public void close() {
    script.closed.countDown();
  }

  /** A builder as providers write theirs. */
  @SuppressWarnings("UnusedReturnValue")
  public static final class Builder {
    private String modelName;
    private String apiKey;
    private String baseUrl;
    private Integer dimensions;
    private long seed;
    private Double temperature;
    private boolean truncate;
    private Duration timeout;
    private Integer maxRetries;
    private Precision precision;

    public Builder modelName(Precision notText) {
      throw new AssertionError("the overload for text is better");
    }

    public Builder modelName(String given) {
      modelName = given;
      return this;
    }

    public Builder apiKey(String given) {
      apiKey = given;
      return this;
    }

    public Builder baseUrl(String given) {
      baseUrl = given;
      return this;
    }

    public Builder dimensions(Integer given) {
      dimensions = given;
      return this;
    }

    public Builder seed(long given) {
      seed = given;
      return this;
    }

    public Builder temperature(Double given) {
      if (given < 0) {
        throw new IllegalArgumentException("temperature is negative, key " + apiKey);
      }
      temperature = given;
      return this;
    }

    public Builder truncate(boolean given) {
      truncate = given;
      return this;
    }

    public Builder timeout(Duration given) {
      timeout = given;
      return this;
    }

    public Builder maxRetries(Integer given) {
      maxRetries = given;
      return this;
    }

    public Builder precision(Precision given) {
      precision = given;
      return this;
    }

    public Builder headers(Map<String, String> given) {
      throw new AssertionError("no text: " + given);
    }

    public FakeModel build() {
      return new FakeModel(this);
    }

    @Override
    public String toString() {
      return Stream.of(
              modelName,
              apiKey,
              baseUrl,
              dimensions,
              seed,
              temperature,
              truncate,
              timeout,
              maxRetries,
              precision)
          .map(String::valueOf)
          .collect(Collectors.joining(" "));
    }
  }
}
