package dev.freshet.embedding.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.core.embed.EmbedOutcome;
import dev.freshet.core.embed.Embedder;
import dev.freshet.core.embed.EmbedderProvider;
import dev.freshet.core.embed.InputType;
import dev.freshet.core.embed.ServiceCounts;
import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.FreshetException;
import dev.freshet.core.error.InvalidConfigException;
import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.exception.InternalServerException;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.model.embedding.request.EmbeddingInputType;
import dev.langchain4j.model.embedding.request.EmbeddingRequest;
import dev.langchain4j.model.embedding.request.EmbeddingRequestParameters;
import dev.langchain4j.model.embedding.response.EmbeddingResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Uses a model in this process that fails in every known way. */
@Timeout(60)
class LangChain4jProviderIT {

  private static final List<String> TEXTS = List.of("one text", "and another", "and a third");

  private String modelName;
  private FakeModel.Script script;

  @BeforeEach
  void newScript(TestInfo test) {
    modelName = test.getTestMethod().orElseThrow().getName() + test.getDisplayName();
    script = FakeModel.script(modelName);
  }

  @Test
  void adapterIsFoundOnTheClassPath() {
    assertThat(ServiceLoader.load(EmbedderProvider.class))
        .singleElement()
        .returns("langchain4j", EmbedderProvider::name);
  }

  static Stream<Named<FakeModel.Behaviour>> passingTroubles() {
    return Stream.of(
        Named.of("busy", throwing(new RateLimitException("slow down"))),
        Named.of("failing", throwing(new InternalServerException("oops"))),
        Named.of("of its own kind", throwing(new IllegalStateException("what now"))),
        Named.of("hanging", (model, request) -> hang()),
        Named.of("no answer", (model, request) -> null),
        Named.of("too few", (model, request) -> FakeModel.response(Stream.of(new float[16]))),
        Named.of(
            "empty",
            (model, request) ->
                FakeModel.response(request.inputs().stream().map(input -> new float[0]))),
        Named.of(
            "two lengths",
            (model, request) ->
                FakeModel.response(
                    IntStream.range(0, request.inputs().size()).mapToObj(float[]::new))));
  }

  @ParameterizedTest
  @MethodSource("passingTroubles")
  void passingFailureIsRepeatedAndHidden(FakeModel.Behaviour trouble) {
    try (Embedder embedder = open()) {
      script.next.add(trouble);

      assertThat(embedder.embed(TEXTS, InputType.DOCUMENT)).isEqualTo(expected(TEXTS));
      assertThat(embedder.serviceCounts().requests()).as("probe, failure, repetition").isEqualTo(3);
      assertThat(embedder.serviceCounts().retries()).isEqualTo(1);
    }
  }

  @Test
  void poisonTextIsRejectedAloneAndNotQuoted() {
    List<String> texts =
        new ArrayList<>(IntStream.range(0, 32).mapToObj(i -> "text number " + i).toList());
    texts.set(21, "this text is poison");
    script.usual =
        (model, request) -> {
          if (FakeModel.texts(request).contains("this text is poison")) {
            throw new InvalidRequestException("cannot take 'this text is poison'");
          }
          return model.embedding(request);
        };

    try (Embedder embedder = open()) {
      List<EmbedOutcome> expected = new ArrayList<>(expected(texts));
      expected.set(
          21,
          new EmbedOutcome.Rejected(
              "model `FakeModel` of langchain4j refuses this text: it failed with"
                  + " InvalidRequestException"));
      assertThat(embedder.embed(texts, InputType.DOCUMENT)).isEqualTo(expected);
      assertThat(embedder.serviceCounts())
          .as("a probe twice, the batch, five halvings")
          .extracting(ServiceCounts::requests, ServiceCounts::splits)
          .containsExactly(2L + 1 + 2 * 5, 5L);
    }
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, 0})
  void textWithoutADirectionIsRejectedAlone(float component) {
    script.usual =
        (model, request) -> {
          float[] bad = new float[FakeModel.DIMENSION];
          Arrays.fill(bad, component);
          List<String> texts = FakeModel.texts(request);
          return FakeModel.response(
              IntStream.range(0, texts.size())
                  .mapToObj(
                      i ->
                          texts.get(i).equals("and another")
                              ? bad
                              : model.embedding(request).embeddings().get(i).vector()));
        };
    try (Embedder embedder = open()) {
      List<EmbedOutcome> expected = new ArrayList<>(expected(TEXTS));
      expected.set(
          1,
          new EmbedOutcome.Rejected(
              "model `FakeModel` of langchain4j gives no direction for this text: its vector is"
                  + " zero or not finite"));
      assertThat(embedder.embed(TEXTS, InputType.DOCUMENT)).isEqualTo(expected);
    }
  }

  @Test
  void anotherDimensionIsAnotherModel() {
    try (Embedder embedder = open()) {
      script.next.add((model, request) -> FakeModel.response(Stream.of(new float[] {1, 2})));
      assertThatExceptionOfType(FreshetException.class)
          .isThrownBy(() -> embedder.embed(List.of("x"), InputType.DOCUMENT))
          .matches(e -> e.code() == ErrorCode.FINGERPRINT_MISMATCH)
          .withMessageContaining("2 components now and had 16");
    }
  }

  @Test
  void wrongConfigurationFailsAtOnce() {
    script.next.add(throwing(new AuthenticationException("secret-0815 is wrong")));

    assertThatThrownBy(this::open)
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageStartingWith(
            "Cannot embed with model `FakeModel` of langchain4j: it failed with"
                + " AuthenticationException. Set embedding.api-key")
        .hasMessageNotContaining("secret-0815");
    assertThat(script.closed.getCount()).as("model is closed").isZero();
  }

  @Test
  void jarsThatDoNotFitTogetherAreAWrongConfiguration() {
    script.next.add(
        (model, request) -> {
          throw new NoSuchMethodError("okhttp3.Call.x()");
        });

    assertThatThrownBy(this::open)
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageEndingWith(
            "Put the jars of the provider and langchain4j-core, of one release, into models/.");
  }

  @Test
  void modelThatSupportsInputTypesGetsThem() {
    script.parameters = Set.of(EmbeddingRequestParameters.INPUT_TYPE);
    try (Embedder embedder = open()) {
      embedder.embed(List.of("q"), InputType.QUERY);
      embedder.embed(List.of("d"), InputType.DOCUMENT);
    }
    assertThat(script.requests)
        .extracting(EmbeddingRequest::inputType)
        .containsExactly(
            EmbeddingInputType.DOCUMENT, EmbeddingInputType.QUERY, EmbeddingInputType.DOCUMENT);
  }

  @Test
  void modelWithoutInputTypesGetsNone() {
    try (Embedder embedder = open()) {
      embedder.embed(List.of("q"), InputType.QUERY);
    }
    assertThat(script.requests).extracting(EmbeddingRequest::inputType).containsOnlyNulls();
  }

  @Test
  void fingerprintNamesClassSettingsAndJarButNoSecretAndNoTransport() {
    try (Embedder embedder =
        new LangChain4jProvider()
            .open(
                FakeModel.config(
                    "modelName", modelName,
                    "precision", "LOW",
                    "apiKey", "secret-0815",
                    "timeout", "5s"))) {
      assertThat(embedder.spec().fingerprint())
          .isEqualTo(
              "langchain4j:dev.freshet.embedding.langchain4j.FakeModel{modelName="
                  + modelName
                  + ", precision=LOW}:test-classes:d16");
      assertThat(embedder.spec().model()).isEqualTo(FakeModel.class.getName());
    }
  }

  @Test
  void originOfAProviderIsItsJarWithTheVersion() {
    assertThat(ModelClass.named("dev.langchain4j.model.openai.OpenAiEmbeddingModel").origin())
        .matches("langchain4j-open-ai-[0-9.]+\\.jar");
  }

  @Test
  void closingEndsACallThatHangsAndClosesTheModel() throws Exception {
    Embedder embedder = new LangChain4jProvider().open(FakeModel.config("modelName", modelName));
    CountDownLatch called = new CountDownLatch(1);
    script.usual =
        (model, request) -> {
          called.countDown();
          return hang();
        };
    ExecutorService caller = Executors.newSingleThreadExecutor();
    try {
      Future<?> call = caller.submit(() -> embedder.embed(TEXTS, InputType.DOCUMENT));
      assertThat(called.await(10, TimeUnit.SECONDS)).isTrue();

      embedder.close();

      assertThatThrownBy(() -> call.get(10, TimeUnit.SECONDS))
          .cause()
          .isInstanceOf(FreshetException.class)
          .hasMessageContaining("closed");
      assertThat(script.closed.getCount()).isZero();
    } finally {
      caller.shutdownNow();
    }
  }

  private Embedder open() {
    return new LangChain4jProvider(Duration.ZERO)
        .open(FakeModel.config("modelName", modelName, "timeout", "400ms"));
  }

  private static FakeModel.Behaviour throwing(RuntimeException failure) {
    return (model, request) -> {
      throw failure;
    };
  }

  private static EmbeddingResponse hang() throws InterruptedException {
    new CountDownLatch(1).await();
    throw new AssertionError("no thread counts down");
  }

  /** The outcomes of a model without failures. */
  private static List<EmbedOutcome> expected(List<String> texts) {
    try (Embedder sound = new LangChain4jProvider().open(FakeModel.config("modelName", "sound"))) {
      return sound.embed(texts, InputType.DOCUMENT);
    }
  }
}
