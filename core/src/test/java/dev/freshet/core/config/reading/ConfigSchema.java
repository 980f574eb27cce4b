package dev.freshet.core.config.reading;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Builds the JSON Schema of {@code pipeline.yaml} from the catalogue. */
final class ConfigSchema {

  /** A value may be a reference wherever the schema asks for something else. */
  private static final Map<String, Object> REFERENCE = Map.of("$ref", "#/$defs/reference");

  private ConfigSchema() {}

  static Map<String, Object> build() {
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    root.put("title", "Freshet pipeline.yaml");
    root.put(
        "$comment",
        "Made from the code. Rewrite it with: mvn -q -pl core test -Dfreshet.docs.write=true");
    root.putAll(section());
    root.put("type", "object");
    for (ConfigKey key : ConfigKey.values()) {
      place(root, key);
    }
    root.put("if", filesAreRecords());
    root.put("then", plainChanges());
    root.put("else", requirements(ConfigKey.Required.UNLESS_FILES));
    mergeRequired(root, requirements(ConfigKey.Required.ALWAYS));
    root.put(
        "$defs",
        Map.of("reference", ordered("type", "string", "pattern", "\\$\\{(env|file):[^}]+\\}")));
    return root;
  }

  private static void place(Map<String, Object> root, ConfigKey key) {
    String[] names = key.path().split("\\.", -1);
    Map<String, Object> properties = properties(root);
    for (int i = 0; i < names.length - 1; i++) {
      Object below = properties.computeIfAbsent(names[i], name -> section());
      properties = properties((Map<?, ?>) below);
    }
    properties.put(names[names.length - 1], leaf(key));
  }

  private static Map<String, Object> leaf(ConfigKey key) {
    Map<String, Object> leaf = new LinkedHashMap<>();
    leaf.put("description", key.doc());
    if (key.required() == ConfigKey.Required.NEVER && !key.defaultText().contains("<")) {
      defaultValue(key, leaf);
    }
    Map<String, Object> type = JsonText.ordered(key.type().schema());
    if (isAnyText(type)) {
      leaf.putAll(type);
    } else {
      leaf.put("anyOf", List.of(type, REFERENCE));
    }
    return leaf;
  }

  private static boolean isAnyText(Map<String, Object> type) {
    return !type.containsKey("pattern")
        && !type.containsKey("enum")
        && !type.containsKey("minimum")
        && !type.containsKey("anyOf");
  }

  private static void defaultValue(ConfigKey key, Map<String, Object> leaf) {
    String text = key.defaultText();
    if (text.isEmpty()) {
      return;
    }
    leaf.put(
        "default",
        switch (text) {
          case "[]" -> List.of();
          case "{}" -> Map.of();
          default -> text.matches("[0-9]+") ? Integer.valueOf(text) : text;
        });
  }

  /** Holds for a file whose records are files. */
  private static Map<String, Object> filesAreRecords() {
    return ordered(
        "properties",
        ordered(
            "source",
            ordered(
                "properties",
                ordered("format", ordered("enum", List.of("text", "binaryFile"))),
                "required",
                List.of("format"))),
        "required",
        List.of("source"));
  }

  private static Map<String, Object> plainChanges() {
    return ordered(
        "properties",
        ordered("source", ordered("properties", ordered("changes", ordered("const", "plain")))));
  }

  /** The sections and keys that must be there. */
  private static Map<String, Object> requirements(ConfigKey.Required required) {
    Map<String, Object> root = new LinkedHashMap<>();
    for (ConfigKey key : ConfigKey.values()) {
      if (key.required() == required) {
        require(root, key.path());
      }
    }
    return root;
  }

  private static void require(Map<String, Object> schema, String path) {
    int dot = path.indexOf('.');
    String name = dot < 0 ? path : path.substring(0, dot);
    List<String> names = new ArrayList<>();
    if (schema.get("required") instanceof List<?> before) {
      before.forEach(one -> names.add(String.valueOf(one)));
    }
    if (!names.contains(name)) {
      names.add(name);
    }
    schema.put("required", names);
    if (dot > 0) {
      Map<String, Object> below = ordered("type", "object");
      properties(schema).put(name, below);
      require(below, path.substring(dot + 1));
    }
  }

  /** Adds {@code required} lists to sections that are in {@code schema} already. */
  private static void mergeRequired(Map<String, Object> schema, Map<?, ?> requirements) {
    schema.put("type", "object");
    schema.put("required", requirements.get("required"));
    if (requirements.get("properties") instanceof Map<?, ?> sections) {
      sections.forEach(
          (name, below) ->
              mergeRequired(map(properties(schema).get(String.valueOf(name))), (Map<?, ?>) below));
    }
  }

  /** A section whose keys are all commented out is null to a YAML parser. */
  private static Map<String, Object> section() {
    return ordered(
        "type",
        List.of("object", "null"),
        "additionalProperties",
        false,
        "properties",
        new LinkedHashMap<String, Object>());
  }

  private static Map<String, Object> properties(Map<?, ?> schema) {
    Map<String, Object> typed = map(schema);
    return map(typed.computeIfAbsent("properties", name -> new LinkedHashMap<String, Object>()));
  }

  @SuppressWarnings("unchecked") // Every map here was made by this class, with string keys.
  private static Map<String, Object> map(Object schema) {
    return (Map<String, Object>) schema;
  }

  /** A map in the order of the arguments: name, value, name, value. */
  private static Map<String, Object> ordered(Object... namesAndValues) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      map.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return map;
  }
}
