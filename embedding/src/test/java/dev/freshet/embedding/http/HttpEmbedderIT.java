package dev.freshet.embedding.http;

import static dev.freshet.testkit.embed.LoopbackService.body;
import static dev.freshet.testkit.embed.LoopbackService.hang;
import static dev.freshet.testkit.embed.LoopbackService.hangUp;
import static dev.freshet.testkit.embed.LoopbackService.respond;
import static dev.freshet.testkit.embed.LoopbackService.status;
import static dev.freshet.testkit.embed.LoopbackService.trickle;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freshet.core.config.EmbeddingConfig;
import dev.freshet.core.config.ServiceAccess;
import dev.freshet.core.config.value.EmbeddingProvider;
import dev.freshet.core.embed.EmbedOutcome;
import dev.freshet.core.embed.Embedder;
import dev.freshet.core.embed.InputType;
import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.FreshetException;
import dev.freshet.core.error.InvalidConfigException;
import dev.freshet.testkit.embed.HashEmbedder;
import dev.freshet.testkit.embed.LoopbackService;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Talks to a service on this machine that fails in every known way. */
@Timeout(60)
class HttpEmbedderIT {

  private static final int MAX_BODY_BYTES = 1 << 20;
  private static final ExchangeLimits LIMITS =
      new ExchangeLimits(Duration.ofSeconds(10), MAX_BODY_BYTES);

  /** For a service that does not answer. */
  private static final ExchangeLimits SHORT =
      new ExchangeLimits(Duration.ofMillis(400), MAX_BODY_BYTES);

  private static final Duration PATIENCE = Duration.ofSeconds(1);
  private static final List<String> TEXTS = List.of("one text", "and another", "and a third");

  private LoopbackService service;

  @BeforeEach
  void start() throws IOException {
    service = new LoopbackService();
  }

  @AfterEach
  void stop() {
    service.close();
  }

  static Stream<Named<LoopbackService.Behaviour>> passingTroubles() {
    return Stream.of(
        Named.of(
            "429 with Retry-After", status(429, "{\"error\":\"slow down\"}", "Retry-After", "1")),
        Named.of("429 with a reset", status(429, "", "x-ratelimit-reset-tokens", "120ms")),
        Named.of("500", status(500, "oops")),
        Named.of("503", status(503, "{\"error\":{\"message\":\"loading\"}}", "Retry-After", "0")),
        Named.of("408", status(408, "")),
        Named.of("424, model failed", status(424, "{\"error\":\"inference failed\"}")),
        Named.of("connection ended", hangUp()),
        Named.of("huge body", body(" ".repeat(MAX_BODY_BYTES + 1))),
        Named.of("no JSON", body("<html>a proxy's page</html>")),
        Named.of("half an answer", body("{\"data\":[{\"index\":0,\"embedding\":[0.1,")),
        Named.of("empty answer", body("{}")),
        Named.of("too few vectors", changed(data -> data.remove(0))),
        Named.of("too many vectors", changed(data -> data.add(data.get(0).deepCopy()))),
        Named.of("index twice", changed(data -> ((ObjectNode) data.get(1)).put("index", 0))),
        Named.of(
            "vectors of two lengths",
            changed(data -> ((ArrayNode) data.get(1).path("embedding")).remove(0))));
  }

  @ParameterizedTest
  @MethodSource("passingTroubles")
  void passingFailureIsRepeatedAndHidden(LoopbackService.Behaviour trouble) {
    try (Embedder embedder = open()) {
      service.next(trouble);

      assertThat(embedder.embed(TEXTS, InputType.DOCUMENT)).isEqualTo(expected(TEXTS));
      assertThat(service.requests()).as("probe, failure, repetition").hasSize(3);
    }
  }

  static Stream<Named<LoopbackService.Behaviour>> missingAnswers() {
    return Stream.of(
        Named.of("no answer", hang()), Named.of("body that arrives slowly", trickle()));
  }

  @ParameterizedTest
  @MethodSource("missingAnswers")
  void missingAnswerEndsWithTheTimeoutAndIsRepeated(LoopbackService.Behaviour trouble) {
    try (Embedder embedder = open(service.config(), SHORT)) {
      service.next(trouble);

      assertThat(embedder.embed(TEXTS, InputType.DOCUMENT)).isEqualTo(expected(TEXTS));
      assertThat(service.requests())
          .as("probe, failure, repetition")
          .hasSizeGreaterThanOrEqualTo(3);
    }
  }

  @Test
  void vectorsComeBackInTheOrderOfTheTexts() {
    try (Embedder embedder = open()) {
      service.next(
          changed(
              data -> {
                List<JsonNode> items = new ArrayList<>();
                data.forEach(items::add);
                Collections.reverse(items);
                data.removeAll();
                data.addAll(items);
              }));
      assertThat(embedder.embed(TEXTS, InputType.DOCUMENT)).isEqualTo(expected(TEXTS));
    }
  }

  @Test
  void vectorsAreScaledToUnitLength() {
    try (Embedder embedder = open()) {
      service.next(body("{\"data\":[{\"embedding\":[0,0,0,30,0,0,0,0,0,0,0,0,0,0,0,40]}]}"));
      EmbedOutcome outcome = embedder.embed(List.of("x"), InputType.QUERY).get(0);
      float[] unit = new float[LoopbackService.DIMENSION];
      unit[3] = 0.6f;
      unit[15] = 0.8f;
      assertThat(outcome).isEqualTo(new EmbedOutcome.Embedded(unit));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 413, 422})
  void poisonTextAmongManyIsRejectedAloneWithTheServicesReason(int status) {
    // Given
    List<String> texts =
        new ArrayList<>(IntStream.range(0, 64).mapToObj(i -> "text number " + i).toList());
    texts.set(37, "this text is poison");
    service.always(refusing("poison", status));

    // When
    List<EmbedOutcome> outcomes;
    try (Embedder embedder = open()) {
      outcomes = embedder.embed(texts, InputType.DOCUMENT);
    }

    // Then
    List<EmbedOutcome> expected = new ArrayList<>(expected(texts));
    expected.set(
        37,
        new EmbedOutcome.Rejected(
            "model `hash` of openai refuses this text: it answered %d (bad token)"
                .formatted(status)));
    assertThat(outcomes).isEqualTo(expected);
    assertThat(service.requests()).as("a probe twice and halvings").hasSize(2 + 1 + 2 * 6);
  }

  @Test
  void reasonThatRepeatsTheTextIsLeftOut() {
    service.always(
        (self, exchange, request) -> {
          String text = request.path("input").path(0).asText();
          if (text.startsWith("Dear")) {
            respond(exchange, 400, "{\"error\":{\"message\":\"cannot take '" + text + "'\"}}");
          } else {
            self.embed(exchange, request);
          }
        });
    try (Embedder embedder = open()) {
      assertThat(embedder.embed(List.of("Dear doctor, I am ill"), InputType.DOCUMENT))
          .containsExactly(
              new EmbedOutcome.Rejected(
                  "model `hash` of openai refuses this text: it answered 400"));
    }
  }

  @Test
  void serviceThatRefusesEverythingFailsTheCallAndRejectsNothing() {
    try (Embedder embedder = open()) {
      service.always(status(400, "{\"error\":\"no\"}"));
      assertThatExceptionOfType(FreshetException.class)
          .isThrownBy(() -> embedder.embed(TEXTS, InputType.DOCUMENT))
          .withMessage(
              "Cannot embed with model `hash` of openai: it refuses every text, a single word"
                  + " included: it answered 400 (no). See what changed in the service, then repeat"
                  + " the call.")
          .matches(e -> e.code() == ErrorCode.EMBEDDING_FAILED);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"NaN", "null", "1e999", "\"x\"", "0"})
  void textWithoutADirectionIsRejectedAlone(String component) {
    service.always(
        (self, exchange, request) -> {
          ObjectNode answer = self.vectors(request);
          String text = answer.toString();
          for (int i = 0; i < request.path("input").size(); i++) {
            if (request.path("input").get(i).asText().contains("another")) {
              String sound = answer.path("data").get(i).path("embedding").toString();
              String bad = "[" + component + ",0".repeat(LoopbackService.DIMENSION - 1) + "]";
              text = text.replace(sound, bad);
            }
          }
          respond(exchange, 200, text);
        });
    try (Embedder embedder = open()) {
      List<EmbedOutcome> outcomes = embedder.embed(TEXTS, InputType.DOCUMENT);
      assertThat(outcomes.get(1))
          .isEqualTo(
              new EmbedOutcome.Rejected(
                  "model `hash` of openai gives no direction for this text: its vector is zero or"
                      + " not finite"));
      assertThat(outcomes.get(0)).isEqualTo(expected(TEXTS).get(0));
      assertThat(outcomes.get(2)).isEqualTo(expected(TEXTS).get(2));
    }
  }

  @Test
  void textWithoutADirectionInABatchIsSentAgainAlone() {
    try (Embedder embedder = open()) {
      service.next(
          changed(data -> ((ArrayNode) data.get(1).path("embedding")).set(0, (JsonNode) null)));
      assertThat(embedder.embed(TEXTS, InputType.DOCUMENT)).isEqualTo(expected(TEXTS));
    }
  }

  @Test
  void anotherDimensionThanAtOpeningIsAnotherModel() {
    try (Embedder embedder = open()) {
      service.next(body("{\"data\":[{\"embedding\":[1,2,3]}]}"));
      assertThatExceptionOfType(FreshetException.class)
          .isThrownBy(() -> embedder.embed(List.of("x"), InputType.DOCUMENT))
          .withMessage(
              "Cannot embed with model `hash` of openai: its vectors have 3 components now and had"
                  + " 16, so it runs another model. Bring the model back; or stop `run`, remove the"
                  + " directory of the vector table and start `run` again, which embeds every record"
                  + " with the new model.")
          .matches(e -> e.code() == ErrorCode.FINGERPRINT_MISMATCH);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403, 404, 301, 405})
  void wrongConfigurationFailsAtOnce(int status) {
    service.always(status(status, "{\"error\":{\"message\":\"sk-loopback is wrong\"}}"));

    assertThatThrownBy(this::open)
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageStartingWith(
            "Cannot embed with model `hash` of openai: it answered " + status + ". ")
        .hasMessageContaining("embedding.")
        .hasMessageNotContaining("sk-loopback");
    assertThat(service.requests()).hasSize(1);
  }

  @Test
  void wordThatIsRefusedAtOpeningIsAWrongSetting() {
    service.always(status(400, "{\"error\":{\"message\":\"no dimensions for this model\"}}"));

    assertThatThrownBy(this::open)
        .isInstanceOf(InvalidConfigException.class)
        .hasMessage(
            "Cannot embed with model `hash` of openai: it refuses a single word: it answered 400 (no"
                + " dimensions for this model). Fix embedding.model, its settings or"
                + " embedding.url.");
  }

  @Test
  void dimensionIsAskedForAndChecked() {
    assertThatThrownBy(() -> open(service.config(OptionalInt.of(8))))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessage(
            "Cannot use embedding.dimension 8: model `hash` of openai gives vectors of 16"
                + " components. Set that, or leave it out.");
    assertThat(service.requests().get(0).path("dimensions").asInt()).isEqualTo(8);
    try (Embedder embedder = open(service.config(OptionalInt.of(16)))) {
      assertThat(embedder.spec().dimension()).isEqualTo(16);
    }
  }

  @Test
  void serviceThatDoesNotListenFailsTheOpening() {
    URI url = service.url();
    service.close();
    EmbeddingConfig closed =
        new EmbeddingConfig(
            EmbeddingProvider.TEI,
            "m",
            OptionalInt.empty(),
            ServiceAccess.at(Optional.of(url)),
            Map.of());
    assertThatExceptionOfType(FreshetException.class)
        .isThrownBy(() -> open(closed))
        .withMessageStartingWith("Cannot embed with model `m` of tei: Connect")
        .withMessageEndingWith("Repeat the call when the service works again.")
        .matches(e -> e.code() == ErrorCode.EMBEDDING_FAILED);
  }

  @Test
  void fingerprintNamesTheModelAndNotTheAddress() {
    try (Embedder embedder = open()) {
      assertThat(embedder.spec().fingerprint()).isEqualTo("openai:hash:d16");
      assertThat(embedder.spec().model()).isEqualTo("hash");
    }
  }

  @Test
  void requestIsWhatOpenAiDocuments() {
    try (Embedder embedder = open()) {
      embedder.embed(List.of("a", "  ", "half \uD83D pair"), InputType.DOCUMENT);
    }
    assertThat(service.requests().get(1))
        .hasToString(
            "{\"model\":\"hash\",\"encoding_format\":\"float\",\"input\":[\"a\",\" \",\"half \uFFFD"
                + " pair\"]}");
  }

  @Test
  void manyTextsAreSentInSeveralRequestsFewAtATime() {
    List<String> texts = IntStream.range(0, 1500).mapToObj(i -> "text number " + i).toList();
    try (Embedder embedder = open()) {
      assertThat(embedder.embed(texts, InputType.DOCUMENT)).isEqualTo(expected(texts));
    }
    assertThat(service.requests()).hasSize(1 + 12);
    assertThat(service.requests())
        .allSatisfy(request -> assertThat(request.path("input").size()).isLessThanOrEqualTo(128));
    assertThat(service.mostUnderWay()).isBetween(1, 4);
  }

  @Test
  void closingEndsACallThatWaitsForTheService() throws Exception {
    Embedder embedder = EmbeddingServices.open(service.config());
    service.always(hang());
    ExecutorService callers = Executors.newFixedThreadPool(2);
    try {
      List<String> many = Collections.nCopies(300, "x");
      Future<?> one = callers.submit(() -> embedder.embed(TEXTS, InputType.DOCUMENT));
      Future<?> several = callers.submit(() -> embedder.embed(many, InputType.DOCUMENT));
      service.awaitRequests(1 + 1 + 3);

      embedder.close();

      for (Future<?> call : List.of(one, several)) {
        assertThatThrownBy(() -> call.get(10, TimeUnit.SECONDS))
            .isInstanceOf(ExecutionException.class)
            .cause()
            .isInstanceOf(FreshetException.class)
            .hasMessageContaining("closed");
      }
    } finally {
      callers.shutdownNow();
    }
  }

  private Embedder open() {
    return open(service.config());
  }

  private static Embedder open(EmbeddingConfig config) {
    return open(config, LIMITS);
  }

  private static Embedder open(EmbeddingConfig config, ExchangeLimits limits) {
    return EmbeddingServices.service(config, limits).open(config, PATIENCE);
  }

  /** Refuses every request with a text that holds {@code word}. */
  private static LoopbackService.Behaviour refusing(String word, int status) {
    return (self, exchange, request) -> {
      if (request.path("input").toString().contains(word)) {
        respond(exchange, status, "{\"error\":{\"message\":\"bad token\"}}");
      } else {
        self.embed(exchange, request);
      }
    };
  }

  /** The right answer with its list of vectors changed. */
  private static LoopbackService.Behaviour changed(Consumer<ArrayNode> change) {
    return (self, exchange, request) -> {
      ObjectNode answer = self.vectors(request);
      change.accept((ArrayNode) answer.path("data"));
      respond(exchange, 200, answer.toString());
    };
  }

  /** The vectors of the service's model, scaled once more because JSON rounds them. */
  private static List<EmbedOutcome> expected(List<String> texts) {
    try (HashEmbedder model = new HashEmbedder(LoopbackService.DIMENSION, 1_000_000)) {
      return model.embed(texts, InputType.DOCUMENT).stream()
          .map(outcome -> ((EmbedOutcome.Embedded) outcome).vector())
          .<EmbedOutcome>map(vector -> new EmbedOutcome.Embedded(unit(vector)))
          .toList();
    }
  }

  private static float[] unit(float[] vector) {
    double squares = 0;
    for (float component : vector) {
      squares += (double) component * component;
    }
    float[] unit = new float[vector.length];
    for (int i = 0; i < unit.length; i++) {
      unit[i] = (float) (vector[i] / Math.sqrt(squares));
    }
    return unit;
  }
}
