package dev.freshet.core.error;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.GeneratedDoc;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ErrorDocsTest {

  private static final String INTRODUCTION =
      """
      # Errors

      %s
      Every message reads `Cannot <do> <object>: <why, with values>. <what to do>`. Several problems of one
      configuration come in one message, a line each. Values of secrets and the content of rows are never
      part of a message.

      Numbers are never reused. *Who acts*: **user**, the one who wrote the configuration or the call;
      **external**, the operator of a system that Freshet depends on; **internal**, Freshet itself. *Retried*: the same
      call may succeed later without anyone acting.

      | number | name | who acts | retried | what to do |
      |---|---|---|---|---|
      """;

  @Test
  void errorsPageListsEveryCode() throws IOException {
    GeneratedDoc.check("errors.md", page());
  }

  @Test
  void numbersAreUnique() {
    assertThat(Arrays.stream(ErrorCode.values()).map(ErrorCode::number)).doesNotHaveDuplicates();
  }

  private static String page() {
    return Arrays.stream(ErrorCode.values())
        .map(ErrorDocsTest::row)
        .collect(Collectors.joining("", INTRODUCTION.formatted(GeneratedDoc.HEADER), ""));
  }

  private static String row(ErrorCode code) {
    return "| %d | `%s` | %s | %s | %s |\n"
        .formatted(
            code.number(),
            code.name(),
            code.kind().name().toLowerCase(Locale.ROOT),
            code.retryable() ? "yes" : "no",
            code.whatToDo());
  }
}
