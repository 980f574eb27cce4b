package dev.freshet.embedding.document;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.util.regex.Pattern;

/**
 * The settings that many tools put in front of a Markdown document: YAML between two lines of three
 * hyphens, TOML between two lines of three plus signs, or a JSON object. CommonMark would take the
 * last lines of YAML for a heading.
 *
 * @param text what the settings say, without the lines around them; empty if there are none
 * @param end offset of the first character after the front matter
 */
record FrontMatter(String text, int end) {

  private static final FrontMatter NONE = new FrontMatter("", 0);

  /** A longer block is ordinary text between two horizontal rules. */
  private static final int MAX_CHARS = 1 << 18;

  private static final Pattern YAML_START = Pattern.compile("---[ \\t]*");
  private static final Pattern YAML_END = Pattern.compile("(?:---|\\.\\.\\.)[ \\t]*");
  private static final Pattern TOML_RULE = Pattern.compile("\\+\\+\\+[ \\t]*");
  private static final Pattern YAML_NAME = Pattern.compile("[^\\s#:-][^:]*:(?:[ \\t].*)?");
  private static final Pattern TOML_LINE =
      Pattern.compile(
          "[ \\t]*+(?:\\[.*|[^\\s=#.]++(?:[ \\t]*+\\.[ \\t]*+[^\\s=.]++)*+[ \\t]*+=.*)");

  private static final JsonFactory JSON = new JsonFactory();
  private static final YAMLFactory YAML = new YAMLFactory();

  /** The front matter of {@code document}. */
  static FrontMatter of(String document) {
    int start = lineEnd(document, 0);
    String first = line(document, 0, start);
    if (YAML_START.matcher(first).matches()) {
      FrontMatter yaml = between(document, start, YAML_END);
      return isYaml(yaml.text) ? yaml : NONE;
    }
    if (TOML_RULE.matcher(first).matches()) {
      FrontMatter toml = between(document, start, TOML_RULE);
      return toml.text.lines().anyMatch(line -> TOML_LINE.matcher(line).matches()) ? toml : NONE;
    }
    return first.startsWith("{") ? json(document) : NONE;
  }

  /** The lines from {@code start} to the first that is an end; none without an end. */
  private static FrontMatter between(String document, int start, Pattern end) {
    int at = start;
    while (at < Math.min(document.length(), MAX_CHARS)) {
      int next = lineEnd(document, at);
      if (end.matcher(line(document, at, next)).matches()) {
        return new FrontMatter(document.substring(start, at), next);
      }
      at = next;
    }
    return NONE;
  }

  /**
   * Whether text is a YAML mapping, or meant as one: tools take what they cannot read for front
   * matter, too, so a first line with a name decides if no empty line makes it look like prose.
   */
  private static boolean isYaml(String text) {
    if (text.isBlank()) {
      return false;
    }
    try (JsonParser yaml = YAML.createParser(text)) {
      if (yaml.nextToken() == JsonToken.START_OBJECT) {
        yaml.skipChildren();
        return yaml.currentToken() == JsonToken.END_OBJECT && yaml.nextToken() == null;
      }
      return false;
    } catch (IOException | RuntimeException e) {
      String first =
          text.lines().filter(line -> !line.stripLeading().startsWith("#")).findFirst().orElse("");
      return YAML_NAME.matcher(first).matches() && text.lines().noneMatch(String::isBlank);
    }
  }

  /** A JSON object with nothing behind it on its last line. */
  private static FrontMatter json(String document) {
    String start = document.substring(0, Math.min(document.length(), MAX_CHARS));
    try (JsonParser json = JSON.createParser(start)) {
      if (json.nextToken() != JsonToken.START_OBJECT || json.nextToken() != JsonToken.FIELD_NAME) {
        return NONE;
      }
      int depth = 1;
      while (depth > 0) {
        JsonToken token = json.nextToken();
        depth += token == null ? -depth : token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
      }
      int end = (int) json.currentLocation().getCharOffset();
      int next = lineEnd(document, end);
      return document.substring(end, next).isBlank()
          ? new FrontMatter(document.substring(0, end), next)
          : NONE;
    } catch (IOException e) {
      return NONE; // It is text that begins with a brace.
    }
  }

  /** The start of the next line. */
  private static int lineEnd(String document, int from) {
    int end = document.indexOf('\n', from);
    return end < 0 ? document.length() : end + 1;
  }

  private static String line(String document, int from, int to) {
    return to - from > MAX_CHARS ? "" : document.substring(from, to).stripTrailing();
  }
}
