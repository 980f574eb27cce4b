package dev.freshet.cli.config;

import dev.freshet.cli.config.YamlSection.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Sets keys of a section in the text of a YAML mapping and leaves everything else as it is,
 * comments and order included. A value that is there is replaced in place; a line that shows the
 * key behind a {@code #} is replaced as a whole; other keys come first in the section, and a
 * section that is missing comes last in the file. Pure; the caller checks that the result has the
 * wanted values.
 */
final class SectionEdit {

  private static final String DEFAULT_INDENT = "  ";

  private final String text;
  private final String lineEnd;
  private final List<Replacement> replacements = new ArrayList<>();

  private SectionEdit(String text) {
    this.text = text;
    this.lineEnd = text.contains("\r\n") ? "\r\n" : "\n";
  }

  private record Replacement(Span span, String text) {}

  /**
   * @param values by key, as they are to be written
   * @throws UnsupportedOperationException if the whole mapping is in braces
   */
  static String set(String text, String section, Map<String, String> values) {
    SectionEdit edit = new SectionEdit(text);
    Optional<YamlSection> found = YamlSection.find(text, section);
    if (found.isEmpty()) {
      edit.append(section, values);
    } else if (found.get().style() == YamlSection.Style.FLOW) {
      edit.setInBraces(found.get(), values);
    } else {
      edit.setInBlock(found.get(), values);
    }
    return edit.edited();
  }

  private void append(String section, Map<String, String> values) {
    StringBuilder lines = new StringBuilder();
    if (!text.endsWith("\n")) {
      lines.append(lineEnd);
    }
    lines.append(lineEnd).append(section).append(':').append(lineEnd);
    values.forEach(
        (key, value) ->
            lines.append(DEFAULT_INDENT).append(key).append(": ").append(value).append(lineEnd));
    replace(text.length(), text.length(), lines.toString());
  }

  private void setInBraces(YamlSection section, Map<String, String> values) {
    List<String> added = new ArrayList<>();
    values.forEach(
        (key, value) -> {
          if (!replaced(section, key, value)) {
            added.add(key + ": " + value);
          }
        });
    if (!added.isEmpty()) {
      int behindBrace = section.value().from() + 1;
      String end = section.keys().isEmpty() ? " " : ",";
      replace(behindBrace, behindBrace, " " + String.join(", ", added) + end);
    }
  }

  private void setInBlock(YamlSection section, Map<String, String> values) {
    if (section.style() == YamlSection.Style.EMPTY) {
      // An explicit null, such as ~, cannot stand before keys.
      replace(section.value().from(), section.value().to(), "");
    }
    int firstLineEnd = lineEnd(section.keyEnd());
    String indent =
        section
            .indent()
            .or(() -> shownIndent(section, values))
            .filter(each -> !each.isEmpty())
            .orElse(DEFAULT_INDENT);
    StringBuilder lines = new StringBuilder();
    values.forEach(
        (key, value) -> {
          String line = indent + key + ": " + value;
          Optional<Matcher> shown = shown(section, key);
          if (replaced(section, key, value)) {
            return;
          }
          if (shown.isPresent()) {
            replace(shown.get().start(), shown.get().end(), line);
          } else {
            lines.append(lineEnd).append(line);
          }
        });
    replace(firstLineEnd, firstLineEnd, lines.toString());
  }

  private boolean replaced(YamlSection section, String key, String value) {
    Span span = section.keys().get(key);
    if (span == null) {
      return false;
    }
    replace(span.from(), span.to(), span.from() == span.to() ? " " + value : value);
    return true;
  }

  private Optional<String> shownIndent(YamlSection section, Map<String, String> values) {
    return values.keySet().stream()
        .flatMap(key -> shown(section, key).stream())
        .map(match -> match.group(1))
        .findFirst();
  }

  /** A line of the section that has the key in a comment. */
  private Optional<Matcher> shown(YamlSection section, String key) {
    Matcher matcher =
        Pattern.compile("(?m)^([ ]*)# ?" + Pattern.quote(key) + ":.*$")
            .matcher(text)
            .region(section.keyEnd(), section.end());
    return matcher.find() ? Optional.of(matcher) : Optional.empty();
  }

  private int lineEnd(int from) {
    int newLine = text.indexOf(lineEnd, from);
    return newLine < 0 ? text.length() : newLine;
  }

  private void replace(int from, int to, String by) {
    replacements.add(new Replacement(new Span(from, to), by));
  }

  private String edited() {
    StringBuilder result = new StringBuilder(text);
    replacements.stream()
        .sorted(
            Comparator.comparingInt((Replacement each) -> each.span().from())
                .thenComparingInt(each -> each.span().to())
                .reversed())
        .forEach(each -> result.replace(each.span().from(), each.span().to(), each.text()));
    return result.toString();
  }
}
