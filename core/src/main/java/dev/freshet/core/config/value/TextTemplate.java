package dev.freshet.core.config.value;

import dev.freshet.core.error.InvalidConfigException;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The text of a document as a pattern over a record's fields, such as <code>{title}\n\n{body}
 * </code>.
 *
 * <p>Field names stand in braces and may be dotted paths into nested records; a brace that is meant
 * literally is doubled. A pure value: rendering equal fields yields equal text, so that documents
 * can be compared later. Thread-safe.
 *
 * @param parts literals and fields in order, at least one of them a field
 */
public record TextTemplate(List<Part> parts) {

  /** A piece of a template. */
  public sealed interface Part {

    /** The text this piece contributes. */
    String render(Function<String, @Nullable String> value);

    /** The piece as it stands in a configuration. */
    String source();
  }

  /** Text that stands in every document. */
  public record Literal(String text) implements Part {
    @Override
    public String render(Function<String, @Nullable String> value) {
      return text;
    }

    @Override
    public String source() {
      return text.replace("{", "{{").replace("}", "}}");
    }
  }

  /** The value of a field; a missing or null value is empty text. */
  public record Field(String name) implements Part {
    @Override
    public String render(Function<String, @Nullable String> value) {
      String found = value.apply(name);
      return found == null ? "" : found;
    }

    @Override
    public String source() {
      return "{" + name + "}";
    }
  }

  public TextTemplate {
    parts = List.copyOf(parts);
    if (parts.stream().noneMatch(Field.class::isInstance)) {
      throw TemplateParser.problem(
          "it names no field, so every record would have the same text",
          "Put the fields to search in braces, such as {title}.");
    }
  }

  /**
   * Reads a template.
   *
   * @throws InvalidConfigException if a brace is not closed or opened, a field name is empty or
   *     malformed, or no field is named
   */
  public static TextTemplate parse(String source) {
    return new TextTemplate(new TemplateParser(source).parts());
  }

  /** The fields the template reads, each once, in order of appearance. */
  public List<String> fields() {
    return parts.stream()
        .filter(Field.class::isInstance)
        .map(part -> ((Field) part).name())
        .distinct()
        .toList();
  }

  /** Whether the template is a single field with nothing around it. */
  public boolean isOneField() {
    return parts.size() == 1;
  }

  /**
   * The document of one record.
   *
   * @param value looks a field up by the name it has in the template; null if the record has no
   *     such field or no value in it
   * @return the text without white space at its edges; empty if there is nothing else
   */
  public String render(Function<String, @Nullable String> value) {
    return parts.stream().map(part -> part.render(value)).collect(Collectors.joining()).strip();
  }

  /** The template as it stands in a configuration. */
  @Override
  public String toString() {
    return parts.stream().map(Part::source).collect(Collectors.joining());
  }
}
