package dev.freshet.demo.corpus;

import com.github.javaparser.javadoc.Javadoc;
import com.github.javaparser.javadoc.JavadocBlockTag;
import com.github.javaparser.javadoc.description.JavadocDescription;
import com.github.javaparser.javadoc.description.JavadocDescriptionElement;
import com.github.javaparser.javadoc.description.JavadocInlineTag;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A documentation comment as plain text, as a person would read it in the rendered page.
 *
 * @param body the description, then one line per parameter, result, exception and advice; blank
 *     when the comment says nothing of its own
 * @param since the content of {@code @since}, or null
 * @param deprecated whether the comment has a {@code @deprecated} tag
 */
public record DocText(String body, @Nullable String since, boolean deprecated) {

  static DocText of(Javadoc javadoc) {
    List<String> lines = new ArrayList<>();
    addUnlessBlank(lines, "", plain(javadoc.getDescription()));
    String since = null;
    boolean deprecated = false;
    for (JavadocBlockTag tag : javadoc.getBlockTags()) {
      String content = HtmlText.oneLine(markup(tag.getContent()));
      switch (tag.getType()) {
        case PARAM ->
            addUnlessBlank(lines, "Parameter " + tag.getName().orElse("") + ": ", content);
        case RETURN -> addUnlessBlank(lines, "Returns: ", content);
        case THROWS, EXCEPTION ->
            addUnlessBlank(lines, "Throws " + tag.getName().orElse("") + ": ", content);
        case DEPRECATED -> {
          deprecated = true;
          addUnlessBlank(lines, "Deprecated: ", content);
        }
        case SINCE -> since = content.isEmpty() ? null : content;
        default -> {
          // Authors, versions and cross-references say nothing about what the member does.
        }
      }
    }
    if (!lines.isEmpty() && since != null) {
      lines.add("Since " + since);
    }
    return new DocText(String.join("\n", lines), since, deprecated);
  }

  /** The same text, deprecated also where {@code annotated} says so. */
  DocText deprecatedIf(boolean annotated) {
    return new DocText(body, since, deprecated || annotated);
  }

  private static String plain(JavadocDescription description) {
    return HtmlText.paragraphs(markup(description));
  }

  private static void addUnlessBlank(List<String> lines, String label, String content) {
    if (!content.isBlank()) {
      lines.add(label + content);
    }
  }

  /** The description with its inline tags resolved; still HTML. */
  private static String markup(JavadocDescription description) {
    StringBuilder html = new StringBuilder();
    for (JavadocDescriptionElement element : description.getElements()) {
      html.append(element instanceof JavadocInlineTag tag ? resolved(tag) : element.toText());
    }
    return html.toString();
  }

  private static String resolved(JavadocInlineTag tag) {
    String content = tag.getContent().strip();
    return switch (tag.getType()) {
      case CODE, LITERAL -> HtmlText.escape(content);
      case LINK, LINKPLAIN -> linkText(content);
      case INHERIT_DOC, DOC_ROOT -> "";
      default -> content;
    };
  }

  /** The label of {@code target label}, or else the target as it would be read. */
  private static String linkText(String content) {
    return label(content)
        .orElseGet(
            () -> content.startsWith("#") ? content.substring(1) : content.replace('#', '.'));
  }

  /** What follows the target; blanks between a target's parentheses are part of the target. */
  private static Optional<String> label(String content) {
    int depth = 0;
    for (int i = 0; i < content.length(); i++) {
      char c = content.charAt(i);
      if (c == '(') {
        depth++;
      } else if (c == ')') {
        depth--;
      } else if (Character.isWhitespace(c) && depth == 0) {
        return Optional.of(content.substring(i).strip());
      }
    }
    return Optional.empty();
  }
}
