package dev.freshet.server.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
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
          metadata.set(column.getKey(), cut(column.getValue()));
        }
      }
    }
  }

  private static JsonNode cut(JsonNode value) {
    if (value.isTextual()) {
      return TextNode.valueOf(cut(value.textValue(), LENGTH_MAX));
    }
    return value instanceof ArrayNode list && list.toString().length() > LENGTH_MAX
        ? cut(list)
        : value;
  }

  /** The first elements of a list, and as its last one how many are missing. */
  private static JsonNode cut(ArrayNode list) {
    ArrayNode first = list.arrayNode();
    int length = 0;
    for (JsonNode element : list) {
      length += element.toString().length();
      if (length > LENGTH_MAX) {
        return first.add("… (%d more values)".formatted(list.size() - first.size()));
      }
      first.add(element);
    }
    return first;
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
