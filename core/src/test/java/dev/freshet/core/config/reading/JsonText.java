package dev.freshet.core.config.reading;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Prints maps, lists, text, numbers and booleans as indented JSON. */
final class JsonText {

  private JsonText() {}

  static String print(Object value) {
    return print(value, "") + "\n";
  }

  /** The map with {@code type} first and the rest by name, and so every map inside. */
  static Map<String, Object> ordered(Map<?, ?> map) {
    Map<String, Object> byName = new TreeMap<>();
    map.forEach((name, value) -> byName.put(String.valueOf(name), orderedInside(value)));
    Map<String, Object> ordered = new LinkedHashMap<>();
    if (byName.containsKey("type")) {
      ordered.put("type", byName.get("type"));
    }
    byName.forEach(ordered::putIfAbsent);
    return ordered;
  }

  private static Object orderedInside(Object value) {
    if (value instanceof List<?> list) {
      return list.stream().map(JsonText::orderedInside).toList();
    }
    return value instanceof Map<?, ?> map ? ordered(map) : value;
  }

  private static String print(Object value, String indent) {
    String inner = indent + "  ";
    if (value instanceof Map<?, ?> map) {
      return map.isEmpty()
          ? "{}"
          : map.entrySet().stream()
              .map(entry -> inner + quote(entry.getKey()) + ": " + print(entry.getValue(), inner))
              .collect(Collectors.joining(",\n", "{\n", "\n" + indent + "}"));
    }
    if (value instanceof List<?> list) {
      return list.stream()
          .map(item -> print(item, inner))
          .collect(Collectors.joining(", ", "[", "]"));
    }
    return value instanceof String ? quote(value) : String.valueOf(value);
  }

  private static String quote(Object text) {
    String escaped =
        String.valueOf(text).replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    return '"' + escaped + '"';
  }
}
