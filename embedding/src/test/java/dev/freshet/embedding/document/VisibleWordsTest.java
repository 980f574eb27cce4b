package dev.freshet.embedding.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Writes random pages and Markdown, and at the same time what a reader sees: words, and whether
 * something is between two of them. No word may be lost, and none glued to the next.
 */
class VisibleWordsTest {

  private static final List<String> BLOCKS =
      List.of(
          "p",
          "div",
          "section",
          "blockquote",
          "h2",
          "h4",
          "figure",
          "address",
          "ul>li",
          "ol>li",
          "dl>dt",
          "dl>dd",
          "details>summary",
          "details",
          "table>tr>td",
          "table>thead>tr>th",
          "table>caption",
          "pre",
          "fieldset>legend",
          "center",
          "search",
          "hgroup",
          "dialog open");

  private static final List<String> INLINE =
      List.of("b", "i", "span", "a href=x", "code", "sub", "mark", "font", "q", "small", "u");

  private static final List<String> HIDDEN =
      List.of("script", "style", "template", "noscript", "nav", "p hidden", "svg", "dialog");

  @Test
  void everyVisibleWordOfAPageIsRead() {
    for (int seed = 0; seed < 600; seed++) {
      Page page = new Page(new Random(seed));
      page.blocks(3);
      assertThat(words(HtmlReader.sections(page.html.toString())))
          .as("seed %d: %s", seed, page.html)
          .isEqualTo(page.words());
    }
  }

  @Test
  void everyVisibleWordOfMarkdownIsRead() {
    for (int seed = 0; seed < 600; seed++) {
      Random random = new Random(seed);
      StringBuilder markdown = new StringBuilder();
      List<String> expected = new ArrayList<>();
      for (int block = 0; block < 8; block++) {
        String a = word(random);
        String b = word(random);
        String c = word(random);
        String text =
            switch (random.nextInt(12)) {
              case 0 -> "## %s *%s* %s";
              case 1 -> "%s **%s**\n%s";
              case 2 -> "- %s\n- %s\n  - %s";
              case 3 -> "1. %s\n\n   %s\n2. %s";
              case 4 -> "| %s | %s |\n|---|---|\n| %s | |";
              case 5 -> "```\n%s %s\n%s\n```";
              case 6 -> "> %s\n>\n> %s\n%s";
              case 7 -> "%s\n: %s\n: %s";
              case 8 -> "<details><summary>%s</summary>%s</details>\n\n%s";
              case 9 -> "<div>%s<p>%s</p></div>\n\n%s";
              case 10 -> "[%s]: %s\n\n%s";
              default -> "%s<br>%s [%s](https://example.com/ \"title\")";
            };
        markdown.append(text.formatted(a, b, c)).append("\n\n");
        expected.addAll(List.of(a, b, c));
      }
      assertThat(words(MarkdownReader.sections(markdown.toString())))
          .as("seed %d: %s", seed, markdown)
          .isEqualTo(expected);
    }
  }

  /** A random page, and what is seen of it. */
  private static final class Page {
    private final Random random;
    private final StringBuilder html = new StringBuilder();

    /** The seen text: a blank stands for whatever is between two words. */
    private final StringBuilder seen = new StringBuilder();

    Page(Random random) {
      this.random = random;
    }

    void blocks(int depth) {
      for (int i = 1 + random.nextInt(4); i > 0; i--) {
        if (depth > 0 && random.nextInt(3) > 0) {
          block(depth);
        } else if (random.nextInt(5) == 0) {
          String hidden = HIDDEN.get(random.nextInt(HIDDEN.size()));
          html.append('<').append(hidden).append(">hidden</").append(name(hidden)).append('>');
          // An element that is not shown keeps nothing apart; so that it does not matter, blanks
          // do.
          html.append(' ');
          seen.append(' ');
        } else {
          inline(2);
        }
      }
    }

    private void block(int depth) {
      String[] path = BLOCKS.get(random.nextInt(BLOCKS.size())).split(">");
      seen.append(' ');
      for (String element : path) {
        html.append('<').append(element).append('>');
      }
      boolean phrasing =
          Stream.of(path).anyMatch(part -> part.matches("p|h\\d|pre|summary|legend|table"));
      if (phrasing) {
        inline(2);
      } else {
        blocks(depth - 1);
      }
      for (int i = path.length - 1; i >= 0; i--) {
        html.append("</").append(name(path[i])).append('>');
      }
      seen.append(' ');
    }

    private void inline(int depth) {
      for (int i = 1 + random.nextInt(3); i > 0; i--) {
        if (depth > 0 && random.nextInt(3) == 0) {
          String element = INLINE.get(random.nextInt(INLINE.size()));
          html.append('<').append(element).append('>');
          inline(depth - 1);
          html.append("</").append(name(element)).append('>');
        } else if (random.nextInt(6) == 0) {
          html.append("<br>");
          seen.append(' ');
        } else {
          String word = word(random);
          html.append(word);
          seen.append(word);
        }
        if (random.nextBoolean()) {
          html.append(random.nextBoolean() ? " " : "\n");
          seen.append(' ');
        }
      }
    }

    private static String name(String element) {
      return element.split(" ")[0];
    }

    List<String> words() {
      return split(seen.toString());
    }
  }

  private static String word(Random random) {
    return random
        .ints(3 + random.nextInt(5), 'a', 'z' + 1)
        .mapToObj(Character::toString)
        .collect(Collectors.joining());
  }

  private static List<String> words(List<Section> sections) {
    return split(
        sections.stream()
            .flatMap(
                section ->
                    Stream.concat(
                        Stream.of(section.title()), section.blocks().stream().map(Block::text)))
            .collect(Collectors.joining(" ")));
  }

  private static List<String> split(String text) {
    return Arrays.stream(text.split("[^a-zA-Z]+")).filter(word -> !word.isEmpty()).toList();
  }
}
