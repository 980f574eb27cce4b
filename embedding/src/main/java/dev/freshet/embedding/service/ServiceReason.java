package dev.freshet.embedding.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Collection;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The reason a service gives for a failure, made fit for a log or a quarantine row: one short line,
 * and none if it repeats a part of what was sent. Pure.
 */
public final class ServiceReason {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MAX_CHARS = 200;

  /** A reason with this many characters of a text in a row counts as repeating it. */
  private static final int REPEATED_CHARS = 16;

  /** Shorter texts are part of many words and reveal nothing. */
  private static final int SHORTEST_SECRET = 4;

  private ServiceReason() {}

  /**
   * The reason in an answer.
   *
   * @param body of the answer; JSON as OpenAI, TEI, Ollama and vLLM write errors
   * @param hidden what must not be shown: the texts, the key
   * @return the reason; empty if there is none or it must not be shown
   */
  public static Optional<String> of(byte[] body, Collection<String> hidden) {
    return message(body).flatMap(message -> ofMessage(message, hidden));
  }

  /** As {@link #of}, for a message that is not in a JSON document. */
  public static Optional<String> ofMessage(String message, Collection<String> hidden) {
    return Optional.of(oneLine(message))
        .filter(text -> !text.isEmpty())
        .map(text -> text.length() <= MAX_CHARS ? text : text.substring(0, MAX_CHARS) + "…")
        .filter(text -> hidden.stream().noneMatch(secret -> repeats(text, secret)));
  }

  private static Optional<String> message(byte[] body) {
    try {
      JsonNode root = JSON.readTree(body);
      return Stream.of(
              root.at("/error/message"),
              root.path("error"),
              root.path("message"),
              root.path("detail"))
          .filter(JsonNode::isTextual)
          .map(JsonNode::asText)
          .findFirst();
    } catch (IOException notJson) {
      return Optional.empty();
    }
  }

  private static String oneLine(String text) {
    return text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
  }

  private static boolean repeats(String reason, String hidden) {
    String secret = oneLine(hidden);
    if (secret.length() <= REPEATED_CHARS) {
      return secret.length() >= SHORTEST_SECRET && reason.contains(secret);
    }
    for (int i = 0; i + REPEATED_CHARS <= reason.length(); i++) {
      if (secret.contains(reason.substring(i, i + REPEATED_CHARS))) {
        return true;
      }
    }
    return false;
  }
}
