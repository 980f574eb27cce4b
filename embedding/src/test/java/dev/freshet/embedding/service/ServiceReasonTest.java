package dev.freshet.embedding.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceReasonTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"error\":{\"message\":\"too long\"}}",
        "{\"error\":\"too long\",\"error_type\":\"Validation\"}",
        "{\"message\":\"too\\n  long\"}",
        "{\"detail\":\" too long \"}"
      })
  void reasonIsReadInTheFormOfEveryService(String body) {
    assertThat(of(body)).contains("too long");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "<html>", "{}", "[]", "{\"error\":{}}", "{\"error\":\" \"}"})
  void answerWithoutAReasonHasNone(String body) {
    assertThat(of(body)).isEmpty();
  }

  @Test
  void longReasonIsCut() {
    assertThat(of("{\"error\":\"" + "é".repeat(300) + "\"}")).contains("é".repeat(200) + "…");
  }

  @Test
  void reasonThatRepeatsAPartOfWhatWasSentIsNotShown() {
    String body = "{\"error\":\"cannot take 'My diagnosis is secret, says' or sk-12345\"}";

    assertThat(of(body, "unrelated words of a text")).isPresent();
    assertThat(of(body, "Dear all,\nmy\nMy diagnosis is\nsecret, says my doctor")).isEmpty();
    assertThat(of(body, "sk-12345")).isEmpty();
    assertThat(of(body, "is", "", " ")).as("parts of any sentence").isPresent();
  }

  private static Optional<String> of(String body, String... hidden) {
    return ServiceReason.of(body.getBytes(StandardCharsets.UTF_8), List.of(hidden));
  }
}
