package dev.freshet.cli.config;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The place of a section in the text of a YAML mapping. Offsets count the text's characters.
 *
 * @param keyEnd end of the section's name
 * @param style how its value is written
 * @param value its value; of a value in braces, the opening brace
 * @param indent of its keys; empty if it has none
 * @param keys its scalar values, by key
 * @param end where the next section's line begins, or the text ends
 */
record YamlSection(
    int keyEnd, Style style, Span value, Optional<String> indent, Map<String, Span> keys, int end) {

  private static final YAMLFactory YAML = new YAMLFactory();

  /** How the section's value is written. */
  enum Style {
    EMPTY,
    BLOCK,
    FLOW
  }

  /** A piece of the text. */
  record Span(int from, int to) {}

  /**
   * Finds the section.
   *
   * @param text a valid YAML mapping
   * @return empty if there is none of that name
   * @throws UnsupportedOperationException if the whole mapping is in braces
   */
  static Optional<YamlSection> find(String text, String name) {
    try (JsonParser parser = YAML.createParser(text)) {
      parser.nextToken();
      if (text.charAt(from(text, parser)) == '{') {
        throw new UnsupportedOperationException("the whole mapping is in braces");
      }
      YamlSection found = null;
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        if (found != null) {
          return Optional.of(found.endingAt(lineStart(text, from(text, parser))));
        }
        if (parser.currentName().equals(name)) {
          found = read(text, parser);
        } else {
          parser.nextToken();
          parser.skipChildren();
        }
      }
      return Optional.ofNullable(found);
    } catch (IOException e) {
      throw new IllegalStateException("Text in memory cannot fail to be read", e);
    }
  }

  /** Reads the section whose name is the current token. */
  private static YamlSection read(String text, JsonParser parser) throws IOException {
    int keyEnd = to(text, parser);
    JsonToken token = parser.nextToken();
    Span value = new Span(from(text, parser), to(text, parser));
    if (token != JsonToken.START_OBJECT) {
      return new YamlSection(keyEnd, Style.EMPTY, value, Optional.empty(), Map.of(), text.length());
    }
    boolean flow = text.charAt(value.from()) == '{';
    Map<String, Span> keys = new HashMap<>();
    Optional<String> indent = Optional.empty();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String key = parser.currentName();
      if (indent.isEmpty()) {
        int from = from(text, parser);
        indent = Optional.of(text.substring(lineStart(text, from), from));
      }
      parser.nextToken();
      keys.put(key, new Span(from(text, parser), to(text, parser)));
      parser.skipChildren();
    }
    return new YamlSection(
        keyEnd, flow ? Style.FLOW : Style.BLOCK, value, indent, keys, text.length());
  }

  private YamlSection endingAt(int offset) {
    return new YamlSection(keyEnd, style, value, indent, keys, offset);
  }

  private static int lineStart(String text, int offset) {
    return text.lastIndexOf('\n', offset - 1) + 1;
  }

  private static int from(String text, JsonParser parser) {
    return offset(text, parser.currentTokenLocation());
  }

  private static int to(String text, JsonParser parser) {
    return offset(text, parser.currentLocation());
  }

  /** The parser counts code points. */
  private static int offset(String text, JsonLocation location) {
    return text.offsetByCodePoints(0, (int) location.getCharOffset());
  }
}
