package dev.freshet.server.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Collectors;

/** An answer as text, for assistants that do not read structured content. */
final class AnswerText {

  /** Most characters of a metadata value; the structured content has more of it. */
  private static final int VALUE_MAX = 200;

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
    for (String note : List.of("partial", "truncated")) {
      if (answer.has(note)) {
        text.append(answer.path(note).path("reason").asText()).append("\n\n");
      }
    }
    return text.append(freshness(answer.path("freshness"))).toString();
  }

  private static String heading(JsonNode hit) {
    String metadata =
        hit.path("metadata").properties().stream()
            .filter(column -> !column.getValue().isNull())
            .map(
                column ->
                    ", "
                        + column.getKey()
                        + " "
                        + LongValues.cut(text(column.getValue()), VALUE_MAX))
            .collect(Collectors.joining());
    return "%s (passage %d, version %d%s)"
        .formatted(
            hit.path("key").asText(),
            hit.path("chunkIndex").asInt(),
            hit.path("version").asLong(),
            metadata);
  }

  /** A list as JSON. */
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
