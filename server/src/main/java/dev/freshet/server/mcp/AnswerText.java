package dev.freshet.server.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.Collectors;

/** An answer as text, for assistants that do not read structured content. */
final class AnswerText {

  private AnswerText() {}

  /**
   * The text of an answer.
   *
   * @param answer the JSON that {@code POST /v1/search} returns
   */
  static String of(JsonNode answer) {
    StringBuilder text = new StringBuilder();
    int number = 0;
    for (JsonNode hit : answer.path("hits")) {
      number++;
      text.append(number).append(". ").append(heading(hit)).append('\n');
      text.append(hit.path("text").asText()).append("\n\n");
    }
    if (number == 0) {
      text.append("Nothing was found.\n\n");
    }
    return text.append(freshness(answer.path("freshness"))).toString();
  }

  private static String heading(JsonNode hit) {
    String metadata =
        hit.path("metadata").properties().stream()
            .filter(column -> !column.getValue().isNull())
            .map(column -> ", " + column.getKey() + " " + text(column.getValue()))
            .collect(Collectors.joining());
    return "%s (passage %d, version %d%s)"
        .formatted(
            hit.path("key").asText(),
            hit.path("chunkIndex").asInt(),
            hit.path("version").asLong(),
            metadata);
  }

  private static String text(JsonNode value) {
    return value.isContainerNode() ? value.toString() : value.asText();
  }

  private static String freshness(JsonNode freshness) {
    return freshness.hasNonNull("asOf")
        ? "Everything that landed before %s is part of this answer."
            .formatted(freshness.path("asOf").asText())
        : "Nothing was ever committed to this table.";
  }
}
