package dev.freshet.server.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Cuts long metadata values of an answer, so that one record does not fill the context of an
 * assistant that did not ask for them.
 */
final class LongValues {

  /** Most characters of a value that was not asked for by its name. */
  static final int LENGTH_MAX = 1_000;

  private LongValues() {}

  /** Cuts the values of all hits; a cut value ends with what is missing. */
  static void cutAll(JsonNode answer) {
    for (JsonNode hit : answer.path("hits")) {
      if (hit.path("metadata") instanceof ObjectNode metadata) {
        List<Map.Entry<String, JsonNode>> columns = new ArrayList<>(metadata.properties());
        for (Map.Entry<String, JsonNode> column : columns) {
          JsonNode value = column.getValue();
          String text = value.isValueNode() ? value.asText() : value.toString();
          if (text.length() > LENGTH_MAX) {
            metadata.put(column.getKey(), cut(text, LENGTH_MAX));
          }
        }
      }
    }
  }

  /** The text, or its first characters and how many are missing. */
  static String cut(String text, int lengthMax) {
    if (text.length() <= lengthMax) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(lengthMax - 1)) ? lengthMax - 1 : lengthMax;
    return "%s… (%d more characters)".formatted(text.substring(0, end), text.length() - end);
  }
}
