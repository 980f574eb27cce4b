package dev.freshet.embedding.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.config.value.DocumentFormat;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Documents that are made to take long or to nest deeply are cut in a bounded time. */
class HostileDocumentTest {
  private static final int CHARS = 200_000;

  private static final Duration BOUND = Duration.ofSeconds(10);

  private static final Map<String, List<String>> REPEATED =
      Map.of(
          "markdown",
          List.of(
              "[",
              "![",
              "[]",
              "[a](",
              "[a](<b",
              "[a](b \"c",
              "[a][",
              "[^a]",
              "[^a]: b\n",
              "> ",
              "- ",
              "* a\n ",
              "*",
              "**a",
              "*a **a ",
              "_a __b ",
              "a**b",
              "`",
              "<",
              "<!--",
              "<!-- a",
              "<?",
              "<![CDATA[",
              "<!A ",
              "<a b=\"",
              "<a ",
              "</",
              "&",
              "&#",
              "\\",
              "|",
              "|-",
              "| a\n|-\n",
              "#",
              "# a\n",
              "---\n",
              "a\n===\n",
              "~~~\n",
              "```\n",
              "[a]: b\n",
              "[a]: <b\n",
              "[a]:\n",
              "a  \n",
              "\t",
              "\0",
              "\ud800",
              "\u202e",
              "1. ",
              "<div>\n",
              "<table><tr>",
              "http://",
              "x\n",
              "\n",
              "[a]",
              "](",
              "`a``b"),
          "html",
          List.of(
              "<",
              "<!--",
              "<b>",
              "<a>",
              "<p><b>",
              "<div>",
              "<table>",
              "<table><tr><td>",
              "<ruby>",
              "<ruby>a<rt>b",
              "<li>",
              "<ul><li>",
              "<svg>",
              "<math>",
              "<select>",
              "<option>",
              "&",
              "&#",
              "&amp",
              "<a b='",
              "<a a b c d e f>",
              "</p>",
              "</b>",
              "<font><i><b><u>",
              "<b></p>",
              "<h1>a",
              "<pre>",
              "<nobr>",
              "<template>",
              "<frameset>",
              "<form>",
              "<button>",
              "<x-y>",
              "<![CDATA[",
              "<?",
              "<script>",
              "<style>",
              "<title>",
              "<textarea>",
              "<body a=b>",
              "<html c=d>",
              "\0",
              "\ud800",
              "<dialog>",
              "<table><b>",
              "<table>a",
              "<p>",
              "<dd>"),
          "text",
          List.of("a", " ", "\n", "\0", "\ud800", "\u0301", "a\n", ".", "\u200d"));

  static Stream<Arguments> documents() {
    Stream<Arguments> repeated =
        REPEATED.entrySet().stream()
            .flatMap(
                each ->
                    each.getValue().stream()
                        .map(
                            piece ->
                                Arguments.of(
                                    each.getKey(), piece, piece.repeat(CHARS / piece.length()))));
    String attributes =
        IntStream.range(0, 20_000).mapToObj(i -> " a" + i + "=b").collect(Collectors.joining());
    String backticks =
        IntStream.range(1, 600).mapToObj(i -> "a" + "`".repeat(i)).collect(Collectors.joining());
    String names = "a" + ".a".repeat(40);
    return Stream.concat(
        repeated,
        Stream.of(
            Arguments.of("markdown", "toml names", "+++\n" + (names + "\n").repeat(20) + "+++\nb"),
            Arguments.of("markdown", "toml blanks", "+++\na" + " \t".repeat(50_000) + "\n+++\nb"),
            Arguments.of(
                "markdown",
                "yaml aliases",
                "---\na: &a [x,x]\n"
                    + IntStream.range(0, 60)
                        .mapToObj(
                            i ->
                                "b%d: &b%d [*%s,*%s]\n"
                                    .formatted(
                                        i,
                                        i,
                                        i == 0 ? "a" : "b" + (i - 1),
                                        i == 0 ? "a" : "b" + (i - 1)))
                        .collect(Collectors.joining())
                    + "---\nb"),
            Arguments.of("markdown", "yaml depth", "---\na: " + "[".repeat(100_000) + "\n---\nb"),
            Arguments.of("markdown", "yaml maps", "---\n" + "? ".repeat(50_000) + "\n---\nb"),
            Arguments.of(
                "markdown", "yaml keys", "---\na: {" + "\"a\" ".repeat(50_000) + "\n---\nb"),
            Arguments.of("markdown", "json depth", "{\"a\":" + "[".repeat(100_000)),
            Arguments.of("markdown", "rules", ("a\n" + "-".repeat(1_000) + "x\n\n").repeat(200)),
            Arguments.of("markdown", "backticks", backticks),
            Arguments.of("markdown", "quotes", ("> ".repeat(200) + "a\n").repeat(500)),
            Arguments.of("markdown", "cells", "|a".repeat(30_000) + "\n" + "|-".repeat(30_000)),
            Arguments.of(
                "markdown",
                "rows",
                "|a".repeat(500) + "\n" + "|-".repeat(500) + "\n" + "|\n".repeat(50_000)),
            Arguments.of(
                "markdown",
                "rows that are filled up",
                "|a".repeat(8_000) + "\n" + "|-".repeat(8_000) + "\n" + "|\n".repeat(80_000)),
            Arguments.of(
                "markdown",
                "quoted rows",
                "> |"
                    + "a|".repeat(8_000)
                    + "\n> |"
                    + "-|".repeat(8_000)
                    + "\n"
                    + "> |\n".repeat(40_000)),
            Arguments.of("html", "attributes", "<a" + attributes + ">b"),
            Arguments.of(
                "html", "bodies", ("<body" + attributes.substring(0, 2_000) + ">").repeat(100))));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("documents")
  void isCutInABoundedTime(String format, String name, String document) {
    RecursiveChunker texts = new RecursiveChunker(text -> 1 + text.length() / 4, 64, 8);
    var chunker =
        DocumentChunker.of(
            switch (format) {
              case "markdown" -> DocumentFormat.MARKDOWN;
              case "html" -> DocumentFormat.HTML;
              default -> DocumentFormat.TEXT;
            },
            texts);
    List<String> chunks =
        Assertions.assertTimeoutPreemptively(BOUND, () -> chunker.split(document));

    assertThat(chunks).noneMatch(String::isBlank);
  }
}
