package dev.freshet.core.config.value;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Which values a key takes, as the documentation and the JSON Schema describe it. */
public sealed interface ValueType {

  /** The type in a few words. */
  String describe();

  /** The type as a JSON Schema (draft 2020-12) for a value that is no reference. */
  Map<String, Object> schema();

  /** A type that its description and its schema define. */
  record Simple(String describe, Map<String, Object> schema) implements ValueType {}

  /**
   * One of a few words.
   *
   * @param values constant per spelling, in order
   * @param later spellings that are planned but not in this version
   * @param instead what to do instead of using one of those, as a whole sentence
   */
  record Choice(Map<String, Enum<?>> values, List<String> later, String instead)
      implements ValueType {

    public Choice {
      values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
      later = List.copyOf(later);
    }

    @Override
    public String describe() {
      return String.join(", ", values.keySet());
    }

    @Override
    public Map<String, Object> schema() {
      return Map.of("type", "string", "enum", List.copyOf(values.keySet()));
    }

    /** The same choice with spellings that this version refuses with advice. */
    public Choice notYet(String instead, String... later) {
      return new Choice(values, List.of(later), instead);
    }
  }

  static ValueType text(String describe) {
    return new Simple(describe, Map.of("type", "string", "minLength", 1));
  }

  static ValueType text(String describe, String pattern) {
    return new Simple(describe, Map.of("type", "string", "pattern", "^" + pattern + "$"));
  }

  static ValueType wholeNumber(int min, int max) {
    return new Simple(
        "%d to %d".formatted(min, max), Map.of("type", "integer", "minimum", min, "maximum", max));
  }

  static ValueType wholeNumber(int min) {
    return new Simple("at least " + min, Map.of("type", "integer", "minimum", min));
  }

  /** {@code auto}, or a whole number of at least 1. */
  static ValueType limit() {
    return new Simple(
        "auto, or a number of at least 1",
        Map.of("anyOf", List.of(Map.of("const", "auto"), Map.of("type", "integer", "minimum", 1))));
  }

  static ValueType flag() {
    return new Simple("true or false", Map.of("type", "boolean"));
  }

  static ValueType duration() {
    return text("duration: a number with ms, s, m or h", "[0-9]+(ms|s|m|h)");
  }

  static ValueType fields() {
    return new Simple(
        "list of fields",
        Map.of(
            "type",
            "array",
            "items",
            Map.of("type", "string", "minLength", 1),
            "uniqueItems",
            true));
  }

  /** Fields, and fields with a type. */
  static ValueType typedFields(List<String> types) {
    return new Simple(
        "list of fields, each alone or with a type",
        Map.of(
            "type",
            "array",
            "items",
            Map.of(
                "anyOf",
                List.of(
                    Map.of("type", "string", "minLength", 1),
                    Map.of(
                        "type",
                        "object",
                        "minProperties",
                        1,
                        "maxProperties",
                        1,
                        "additionalProperties",
                        Map.of("enum", types)))),
            "uniqueItems",
            true));
  }

  static ValueType options() {
    return new Simple(
        "mapping of text to text",
        Map.of(
            "type",
            "object",
            "additionalProperties",
            Map.of("type", List.of("string", "number", "boolean"))));
  }

  /** A value that must come from one reference, never stand in the file. */
  static ValueType secret() {
    return text("reference", "\\$\\{(env|file):[^}]+\\}");
  }

  /** The constant in lower case, with dashes between words. */
  static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The constants as {@link #lower} spells them. */
  static Choice words(Enum<?>... values) {
    Map<String, Enum<?>> spelled = new LinkedHashMap<>();
    for (Enum<?> value : values) {
      spelled.put(lower(value), value);
    }
    return new Choice(spelled, List.of(), "");
  }

  /** The source formats as users spell them. */
  static Choice sourceFormats() {
    Map<String, Enum<?>> spelled = new LinkedHashMap<>();
    for (SourceFormat format : SourceFormat.values()) {
      spelled.put(format.spelling(), format);
    }
    return new Choice(spelled, List.of(), "");
  }

  /** The constants as they are named. */
  static Choice names(Enum<?>... values) {
    Map<String, Enum<?>> spelled = new LinkedHashMap<>();
    for (Enum<?> value : values) {
      spelled.put(value.name(), value);
    }
    return new Choice(spelled, List.of(), "");
  }
}
