package dev.freshet.embedding.langchain4j;

import static dev.freshet.testkit.embed.LoopbackService.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.core.config.EmbeddingConfig;
import dev.freshet.core.embed.EmbedOutcome;
import dev.freshet.core.embed.Embedder;
import dev.freshet.core.embed.InputType;
import dev.freshet.core.error.InvalidConfigException;
import dev.freshet.testkit.embed.LoopbackService;
import dev.langchain4j.model.openai.OpenAiEmbeddingModel;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Uses a provider of LangChain4j with a service on this machine that fails. */
@Timeout(60)
class OpenAiModelIT {

  private static final List<String> TEXTS = List.of("one text", "poison", "and a third");

  private LoopbackService service;

  @BeforeEach
  void start() throws IOException {
    service = new LoopbackService();
  }

  @AfterEach
  void stop() {
    service.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 500, 503, 408})
  void passingFailureIsRepeatedByFreshetAndNotByTheProvider(int status) {
    try (Embedder embedder = open("sk-loopback")) {
      service.next(status(status, "{}"));

      assertThat(embedder.embed(TEXTS, InputType.DOCUMENT))
          .allMatch(EmbedOutcome.Embedded.class::isInstance);
      assertThat(service.requests()).as("probe, failure, repetition").hasSize(3);
      assertThat(embedder.serviceCounts().throttled()).isEqualTo(status == 429 ? 1 : 0);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 413, 422})
  void poisonTextIsRejectedAloneWithTheServicesReason(int status) {
    try (Embedder embedder = open("sk-loopback")) {
      service.always(
          (self, exchange, request) -> {
            if (request.path("input").toString().contains("poison")) {
              LoopbackService.respond(exchange, status, "{\"error\":{\"message\":\"bad token\"}}");
            } else {
              self.embed(exchange, request);
            }
          });

      List<EmbedOutcome> outcomes = embedder.embed(TEXTS, InputType.DOCUMENT);

      assertThat(outcomes.get(1))
          .isEqualTo(
              new EmbedOutcome.Rejected(
                  "model `OpenAiEmbeddingModel` of langchain4j refuses this text: it answered %d"
                          .formatted(status)
                      + " (bad token)"));
      assertThat(List.of(outcomes.get(0), outcomes.get(2)))
          .allMatch(EmbedOutcome.Embedded.class::isInstance);
    }
  }

  @Test
  void wrongKeyFailsAtOnceAndIsNotShown() {
    assertThatThrownBy(() -> open("secret-wrong"))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageStartingWith(
            "Cannot embed with model `OpenAiEmbeddingModel` of langchain4j: it answered 401. Set"
                + " embedding.api-key")
        .hasMessageNotContaining("secret-wrong");
    assertThat(service.requests()).hasSize(1);
  }

  private Embedder open(String key) {
    EmbeddingConfig config =
        FakeModel.config(
            OpenAiEmbeddingModel.class.getName(),
            Optional.of(URI.create(service.url() + "/v1")),
            "apiKey",
            key,
            "modelName",
            "hash");
    return new LangChain4jProvider().open(config);
  }
}
