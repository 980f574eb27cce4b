package dev.freshet.embedding.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.config.value.DocumentFormat;
import dev.freshet.core.embed.Chunker;
import dev.freshet.embedding.model.MiniLm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Properties of every structured document, tested with generated and with real documents; with more
 * of them in the long profile.
 */
class StructuredChunkerPropertyTest {

  private static final boolean LONG = Boolean.getBoolean("freshet.test.long");

  private static final Path DOCS = Path.of("").toAbsolutePath().resolveSibling("docs");

  @ParameterizedTest
  @EnumSource(
      value = DocumentFormat.class,
      names = {"MARKDOWN", "HTML"})
  void everyVisibleWordOfAGeneratedDocumentIsInAChunkThatFits(DocumentFormat format) {
    Random random = new Random(7);
    for (int round = 0; round < (LONG ? 300 : 75); round++) {
      // Given
      int maxTokens = 24 + random.nextInt(80);
      Chunker chunker = chunker(format, maxTokens, random.nextInt(maxTokens / 2));
      List<String> visible = new ArrayList<>();
      String document = generated(format, random, visible);

      // When
      List<String> chunks = chunker.split(document);

      // Then
      assertThat(chunks).allMatch(chunk -> MiniLm.countTokens(chunk) <= maxTokens);
      assertThat(words(chunks)).as(document).containsAll(visible);
      assertThat(String.join(" ", chunks)).doesNotContain("hidden");
      assertThat(chunker.split(document)).isEqualTo(chunks);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = DocumentFormat.class,
      names = {"MARKDOWN", "HTML"})
  void randomMarkupNeverFailsAndNeverExceedsTheLimit(DocumentFormat format) {
    String[] parts = {
      "# ",
      "\n",
      "\n\n",
      "- ",
      "1. ",
      "> ",
      "```",
      "~~~\n",
      "    ",
      "\t",
      "|",
      "|-|\n",
      "*",
      "_",
      "`",
      "[",
      "](",
      ")",
      "![",
      "<",
      ">",
      "</",
      "<div>",
      "</p>",
      "<pre>",
      "<table>",
      "<tr>",
      "<td>",
      "</table>",
      "<h2>",
      "<li>",
      "<!--",
      "-->",
      "<script>",
      "&",
      "&lt;",
      "&#0;",
      "&#xD800;",
      "\0",
      "\uD83D",
      "\uDE00",
      "😀",
      "日本語。",
      "word ",
      "Sentence ends. ",
      "\u2028",
      "---\n",
      "===\n",
      "\\",
      "\u200B",
      "f".repeat(300),
      "\r"
    };
    Random random = new Random(11);
    Chunker chunker = chunker(format, 32, 8);
    for (int round = 0; round < (LONG ? 500 : 125); round++) {
      StringBuilder document = new StringBuilder();
      for (int i = random.nextInt(200); i > 0; i--) {
        document.append(parts[random.nextInt(parts.length)]);
      }
      assertThat(chunker.split(document.toString()))
          .allMatch(chunk -> MiniLm.countTokens(chunk) <= 32)
          .noneMatch(String::isBlank);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"semantics.md", "architecture.md", "configuration.md", "cli.md"})
  void pageHasTheSameChunksAsTheMarkdownItIsRenderedFrom(String name) throws IOException {
    // Given
    String markdown = Files.readString(DOCS.resolve(name));
    List<Extension> tables = List.of(TablesExtension.create());
    String html =
        HtmlRenderer.builder()
            .extensions(tables)
            .build()
            .render(Parser.builder().extensions(tables).build().parse(markdown));

    // Then
    assertThat(chunker(DocumentFormat.HTML, 256, 32).split(html))
        .hasSizeGreaterThan(5)
        .isEqualTo(chunker(DocumentFormat.MARKDOWN, 256, 32).split(markdown));
  }

  @Test
  void editInOneSectionChangesOnlyChunksOfThatSection() throws IOException {
    // Given
    String document = Files.readString(DOCS.resolve("semantics.md"));
    Chunker chunker = chunker(DocumentFormat.MARKDOWN, 256, 32);
    List<String> before = chunker.split(document);
    int paragraphs = 0;

    for (int at = document.indexOf("\n\n"); at > 0; at = document.indexOf("\n\n", at + 2)) {
      paragraphs++;
      if (!LONG && paragraphs % 4 != 0) {
        continue;
      }

      // When
      String edited =
          document.substring(0, at) + "\n\nA sentence more, here.\n" + document.substring(at);
      Set<String> changed = new HashSet<>(chunker.split(edited));
      before.forEach(changed::remove);

      // Then: all changes are in one section, and never a large part of the document.
      Set<String> paths = new HashSet<>();
      changed.forEach(chunk -> paths.add(chunk.lines().findFirst().orElseThrow()));
      assertThat(paths).as("edit at %d", at).hasSizeLessThanOrEqualTo(1);
      assertThat(changed.size()).isLessThanOrEqualTo(before.size() / 4);
    }
    assertThat(paragraphs).isGreaterThan(50);
  }

  private static String generated(DocumentFormat format, Random random, List<String> visible) {
    StringBuilder document = new StringBuilder();
    boolean html = format == DocumentFormat.HTML;
    for (int i = 1 + random.nextInt(30); i > 0; i--) {
      document.append(
          html ? htmlBlock(random, visible) + "\n" : markdownBlock(random, visible) + "\n\n");
    }
    return document.toString();
  }

  private static String markdownBlock(Random random, List<String> visible) {
    return switch (random.nextInt(9)) {
      case 0, 1 ->
          "#".repeat(1 + random.nextInt(6)) + " " + text(random, visible, 1 + random.nextInt(5));
      case 2 -> "- " + text(random, visible, 8) + "\n  1. " + text(random, visible, 30);
      case 3 -> "> " + text(random, visible, 12) + "\n> - " + text(random, visible, 3);
      case 4 -> "```\n" + text(random, visible, 60).replace(". ", "\n\n") + "\n```";
      case 5 ->
          "| %s | %s |\n|--|--|\n".formatted(text(random, visible, 2), text(random, visible, 1))
              + "| %s | |\n".formatted(text(random, visible, 20))
              + "| x | %s |".formatted(text(random, visible, 9));
      case 6 -> "<p>" + text(random, visible, 5) + "</p>\n<script>hidden</script>";
      case 7 -> text(random, visible, 2) + "\n" + text(random, visible, 3) + "\n---";
      default -> "**" + text(random, visible, 1) + "** " + text(random, visible, 80);
    };
  }

  private static String htmlBlock(Random random, List<String> visible) {
    return switch (random.nextInt(9)) {
      case 0, 1 -> "<h%d>%s".formatted(1 + random.nextInt(6), text(random, visible, 3)) + "</h1>";
      case 2 ->
          "<ul><li>" + text(random, visible, 8) + "<ol><li>" + text(random, visible, 30) + "</ul>";
      case 3 -> "<blockquote><p>" + text(random, visible, 12) + "<div>" + text(random, visible, 3);
      case 4 -> "<pre>" + text(random, visible, 60).replace(". ", "\n\n") + "</pre>";
      case 5 ->
          "<table><tr><th>%s<th>%s<tr><td>%s<td>%s</table>"
              .formatted(
                  text(random, visible, 2),
                  text(random, visible, 1),
                  text(random, visible, 20),
                  text(random, visible, 9));
      case 6 ->
          "<div hidden>hidden</div><script>hidden</script><table><tr><td><h2>%s</h2>%s</table>"
              .formatted(text(random, visible, 2), text(random, visible, 12));
      case 7 -> text(random, visible, 2) + "<br>" + text(random, visible, 3) + "<hr>";
      default -> "<p><b>" + text(random, visible, 1) + "</b> " + text(random, visible, 80);
    };
  }

  /** Words that occur in no other text. */
  private static String text(Random random, List<String> visible, int count) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      String word = "w" + visible.size();
      visible.add(word);
      text.append(i == 0 ? "" : random.nextInt(6) == 0 ? ". " : " ").append(word);
    }
    return text.toString();
  }

  private static Set<String> words(List<String> chunks) {
    Set<String> words = new HashSet<>();
    chunks.forEach(chunk -> words.addAll(Arrays.asList(chunk.split("[^a-z0-9]+"))));
    return words;
  }

  private static Chunker chunker(DocumentFormat format, int maxTokens, int overlapTokens) {
    return DocumentChunker.of(
        format, new RecursiveChunker(MiniLm::countTokens, maxTokens, overlapTokens));
  }
}
