package dev.freshet.core.config.value;

import dev.freshet.core.error.InvalidConfigException;
import java.util.ArrayList;
import java.util.List;

/** Cuts the source of a {@link TextTemplate} into its parts. Not thread-safe; for one use. */
final class TemplateParser {

  private final String source;
  private final List<TextTemplate.Part> parts = new ArrayList<>();
  private final StringBuilder literal = new StringBuilder();

  TemplateParser(String source) {
    this.source = source;
  }

  List<TextTemplate.Part> parts() {
    int at = 0;
    while (at < source.length()) {
      char c = source.charAt(at);
      if (c != '{' && c != '}') {
        literal.append(c);
        at++;
      } else if (at + 1 < source.length() && source.charAt(at + 1) == c) {
        literal.append(c);
        at += 2;
      } else if (c == '{') {
        at = field(at);
      } else {
        throw problem(
            "the } at character " + (at + 1) + " closes nothing",
            "Remove it, or write }} for a }.");
      }
    }
    endLiteral();
    return parts;
  }

  /** Reads the field that opens at {@code open} and returns the position behind it. */
  private int field(int open) {
    int close = source.indexOf('}', open);
    if (close < 0) {
      throw problem(
          "the { at character " + (open + 1) + " is never closed",
          "Close it with }, or write {{ for a {.");
    }
    String name = source.substring(open + 1, close);
    if (!FieldNames.isPath(name)) {
      throw problem(
          "'{" + name + "}' does not hold the name of a field",
          "Write a field such as {title} or {author.name}, or {{ and }} for literal braces.");
    }
    endLiteral();
    parts.add(new TextTemplate.Field(name));
    return close + 1;
  }

  private void endLiteral() {
    if (!literal.isEmpty()) {
      parts.add(new TextTemplate.Literal(literal.toString()));
      literal.setLength(0);
    }
  }

  static InvalidConfigException problem(String why, String whatToDo) {
    return new InvalidConfigException("Cannot use document.text: " + why + ". " + whatToDo);
  }
}
