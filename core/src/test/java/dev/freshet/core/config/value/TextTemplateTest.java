package dev.freshet.core.config.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.freshet.core.error.InvalidConfigException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextTemplateTest {

  @Test
  void fieldsAreReplacedByTheirValues() {
    assertThat(render("{title}: {author.name}!", Map.of("title", "Tea", "author.name", "Mira")))
        .isEqualTo("Tea: Mira!");
  }

  @Test
  void absentFieldIsEmptyAndEdgesAreTrimmed() {
    assertThat(render("{title}\n\n{body}\n", Map.of("body", "Boil water.")))
        .isEqualTo("Boil water.");
    assertThat(render("{title}\n\n{body}", Map.of("title", "Tea"))).isEqualTo("Tea");
    assertThat(render("{title}\n\n{body}", Map.of())).isEmpty();
  }

  @Test
  void doubledBracesAreLiteral() {
    assertThat(render("{{{title}}} }}{{", Map.of("title", "Tea"))).isEqualTo("{Tea} }{");
  }

  @Test
  void valueWithBracesIsNotATemplate() {
    assertThat(render("{title}", Map.of("title", "{body}", "body", "no"))).isEqualTo("{body}");
  }

  @Test
  void fieldsAreListedOnceInOrder() {
    assertThat(TextTemplate.parse("{b} {a} {b}").fields()).containsExactly("b", "a");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{title}\n\n{body}", "{{x}} {a.b}", "plain {first name}", "{a}{b}"})
  void printsAsItWasWritten(String source) {
    assertThat(TextTemplate.parse(source)).hasToString(source);
  }

  @Test
  void equalSourcesAreEqualTemplates() {
    assertThat(TextTemplate.parse("x {a}"))
        .isEqualTo(
            new TextTemplate(List.of(new TextTemplate.Literal("x "), new TextTemplate.Field("a"))))
        .isNotEqualTo(TextTemplate.parse("x {b}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          a {b        | the { at character 3 is never closed. Close it with }, or write {{ for a {.
          a} {b}      | the } at character 2 closes nothing. Remove it, or write }} for a }.
          {}          | '{}' does not hold the name of a field. Write a field such as {title} or {author.name}, or {{ and }} for literal braces.
          {a{b}       | '{a{b}' does not hold the name of a field. Write a field such as {title} or {author.name}, or {{ and }} for literal braces.
          {a..b}      | '{a..b}' does not hold the name of a field. Write a field such as {title} or {author.name}, or {{ and }} for literal braces.
          { a}        | '{ a}' does not hold the name of a field. Write a field such as {title} or {author.name}, or {{ and }} for literal braces.
          just words  | it names no field, so every record would have the same text. Put the fields to search in braces, such as {title}.
          """)
  void malformedTemplateIsRefused(String source, String why) {
    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(() -> TextTemplate.parse(source))
        .withMessage("Cannot use document.text: " + why);
  }

  private static String render(String source, Map<String, String> record) {
    return TextTemplate.parse(source).render(record::get);
  }
}
