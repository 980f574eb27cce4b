package dev.freshet.embedding.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.config.value.DocumentFormat;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Cuts documents of random pieces of markup: no document is malformed, and each takes a bounded
 * time. A word that is only letters, with blanks beside it, is in a chunk of a plain text. {@code
 * freshet.fuzz.documents} sets how many, {@code freshet.fuzz.seed} which; the long profile cuts 100
 * 000.
 */
@Timeout(1_800)
class DocumentFuzzTest {
  private static final boolean LONG = Boolean.getBoolean("freshet.test.long");
  private static final int DOCUMENTS =
      Integer.getInteger("freshet.fuzz.documents", LONG ? 100_000 : 3_000);
  private static final long SEED = Long.getLong("freshet.fuzz.seed", System.nanoTime());
  private static final Duration BOUND = Duration.ofSeconds(5);

  private static final List<String> PIECES =
      List.of(
          "# ",
          "\n",
          "\n\n",
          "---\n",
          "+++\n",
          "a: b\n",
          "a = 1\n",
          "{\"a\":",
          "[",
          "](",
          ")",
          "![",
          "[^1]",
          "[^1]: ",
          "> ",
          "- ",
          "1. ",
          "```",
          "~~~\n",
          "`",
          "*",
          "**",
          "_",
          "|",
          "|-|-|\n",
          "<!--",
          "-->",
          "<b>",
          "</b>",
          "<p>",
          "<table>",
          "<tr>",
          "<td>",
          "</table>",
          "<pre>",
          "<li>",
          "<ul>",
          "<ruby>",
          "<rt>",
          "<svg>",
          "<script>",
          "</script>",
          "<template>",
          "<select>",
          "&amp;",
          "&#0;",
          "&#xd800;",
          "<",
          ">",
          "\"",
          "'",
          "\\",
          "\0",
          "\ud800",
          "\udc00",
          "\ud83d\ude00",
          "\u0301",
          "\u202e",
          "\u00a0",
          "\uFEFF",
          "\t",
          "\r",
          " river ",
          " lake ",
          " spring ",
          "snow");

  private final Random random = new Random(SEED);

  @Test
  void anyDocumentIsCut() {
    System.out.println("freshet.fuzz.seed=" + SEED);
    RecursiveChunker texts = new RecursiveChunker(text -> 1 + text.length() / 4, 32, 4);
    long chunks = 0;
    for (int i = 0; i < DOCUMENTS; i++) {
      String document = document(1 + random.nextInt(random.nextInt(20) == 0 ? 3_000 : 80));
      for (DocumentFormat format :
          new DocumentFormat[] {
            DocumentFormat.MARKDOWN, DocumentFormat.HTML, DocumentFormat.TEXT
          }) {
        String what = "seed %d, document %d, %s".formatted(SEED, i, format);
        long start = System.nanoTime();
        List<String> cut = DocumentChunker.of(format, texts).split(document);

        assertThat(Duration.ofNanos(System.nanoTime() - start)).as(what).isLessThan(BOUND);
        assertThat(cut).as(what).noneMatch(String::isBlank);
        if (format == DocumentFormat.TEXT && document.contains(" river ")) {
          assertThat(cut).as(what).anyMatch(chunk -> chunk.contains("river"));
        }
        chunks += cut.size();
      }
    }
    System.out.println("documents " + DOCUMENTS + " in three formats, chunks " + chunks);
  }

  private String document(int pieces) {
    StringBuilder document = new StringBuilder();
    for (int i = 0; i < pieces; i++) {
      String piece = PIECES.get(random.nextInt(PIECES.size()));
      document.append(random.nextInt(12) == 0 ? piece.repeat(random.nextInt(40)) : piece);
    }
    return document.toString();
  }
}
