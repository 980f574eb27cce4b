package dev.freshet.cli.config;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import dev.freshet.core.error.InvalidConfigException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Builds the tree of a YAML document from its tokens. A generic binding would not report a key that
 * comes twice and would read an alias as the text of its name. Not thread-safe; for one file.
 */
final class YamlTree {

  /** Far above any configuration, and far below what fills the stack of a thread. */
  private static final int DEPTH_MAX = 64;

  private final YAMLParser parser;
  private final Path file;

  YamlTree(JsonParser parser, Path file) {
    this.parser = (YAMLParser) parser;
    this.file = file;
  }

  Map<String, @Nullable Object> read() throws IOException {
    JsonToken first = parser.nextToken();
    if (first == null || first == JsonToken.VALUE_NULL) {
      throw PipelineYaml.problem(file, "it is empty", "Make a commented one with `freshet init`.");
    }
    if (first != JsonToken.START_OBJECT) {
      throw here("it is not a mapping", "Start it with a key, such as name: articles.");
    }
    Map<String, @Nullable Object> tree = mapping();
    if (parser.nextToken() != null) {
      throw here("it has a second document", "Keep one pipeline per file.");
    }
    return tree;
  }

  private Map<String, @Nullable Object> mapping() throws IOException {
    refuseAnchor();
    Map<String, @Nullable Object> mapping = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      if (mapping.containsKey(name)) {
        throw here("the key '" + name + "' comes twice in one mapping", "Keep one of them.");
      }
      parser.nextToken();
      mapping.put(name, value());
    }
    return mapping;
  }

  private List<@Nullable Object> list() throws IOException {
    refuseAnchor();
    List<@Nullable Object> list = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      list.add(value());
    }
    return list;
  }

  /** The value that the current token is or starts. */
  private @Nullable Object value() throws IOException {
    if (parser.getParsingContext().getNestingDepth() > DEPTH_MAX) {
      throw here("it nests more than " + DEPTH_MAX + " levels deep", "Write the value flat.");
    }
    JsonToken token = parser.currentToken();
    if (token == JsonToken.START_OBJECT) {
      return mapping();
    }
    if (token == JsonToken.START_ARRAY) {
      return list();
    }
    refuseAnchor();
    return scalar(token);
  }

  private @Nullable Object scalar(JsonToken token) throws IOException {
    return switch (token) {
      case VALUE_NULL -> null;
      case VALUE_TRUE, VALUE_FALSE -> truth(parser.getText());
      case VALUE_NUMBER_INT -> parser.getBigIntegerValue();
      // A decimal keeps the digits as they are written, such as those of a version.
      case VALUE_NUMBER_FLOAT -> parser.getDecimalValue();
      default -> parser.getText();
    };
  }

  /** A truth value as in YAML 1.2: {@code off} and {@code yes}, truth values in 1.1, are text. */
  private static Object truth(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    return lower.equals("true") || lower.equals("false") ? Boolean.valueOf(lower) : text;
  }

  private void refuseAnchor() throws IOException {
    if (parser.isCurrentAlias() || parser.getObjectId() != null) {
      throw here("it uses an anchor (&) or alias (*)", "Write the value out.");
    }
  }

  private InvalidConfigException here(String why, String whatToDo) {
    return PipelineYaml.problem(
        file, why + " " + PipelineYaml.at(parser.currentTokenLocation()), whatToDo);
  }
}
