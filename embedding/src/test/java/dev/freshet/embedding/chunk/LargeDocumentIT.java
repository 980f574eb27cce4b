package dev.freshet.embedding.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.config.ChunkingConfig;
import dev.freshet.core.config.value.DocumentFormat;
import dev.freshet.core.embed.Chunker;
import dev.freshet.core.embed.EmbedOutcome;
import dev.freshet.core.embed.Embedder;
import dev.freshet.core.embed.InputType;
import dev.freshet.embedding.model.MiniLm;
import dev.freshet.embedding.onnx.SharedModels;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Large documents of markup that is cheap for a parser, and of markup that is expensive. One
 * megabyte; ten in the long profile.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LargeDocumentIT {

  private static final boolean LONG = Boolean.getBoolean("freshet.test.long");
  private static final int CHARS = LONG ? 10_000_000 : 1_000_000;

  /**
   * Of processor time, so that other work of the machine does not matter. Generous: quadratic work
   * takes an hour for ten megabytes and 36 seconds for one.
   */
  private static final Duration LIMIT = LONG ? Duration.ofMinutes(2) : Duration.ofSeconds(15);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "# Heading\n\nThe quick brown fox *jumps* over it. `code`, [link](x).\n\n",
        "*a* ",
        "a\n=",
        "["
      })
  void markdownIsCutInLinearTime(String pattern) {
    assertCutInTime(DocumentFormat.MARKDOWN, pattern);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<h2>Heading</h2><p>The quick brown fox <i>jumps</i> over it.</p>\n",
        "<div>text",
        "&amp;"
      })
  void htmlIsCutInLinearTime(String pattern) {
    assertCutInTime(DocumentFormat.HTML, pattern);
  }

  @Test
  void largeDocumentIsEmbeddedChunkByChunk() {
    String line = "The quick brown fox jumps over it, and 17 dogs sleep.\n";
    String document = line.repeat(CHARS / line.length());
    try (Embedder embedder = SharedModels.open("static-minilm")) {
      Chunker chunker =
          DocumentChunker.forModel(DocumentFormat.TEXT, ChunkingConfig.defaults(), embedder);
      List<EmbedOutcome> outcomes =
          inTime(() -> embedder.embed(chunker.split(document), InputType.DOCUMENT));
      assertThat(outcomes)
          .hasSizeGreaterThan(CHARS / 1_200)
          .allMatch(EmbedOutcome.Embedded.class::isInstance);
      assertThat(embedder.embed(List.of(document, "small"), InputType.DOCUMENT))
          .as("only the uncut document is rejected")
          .satisfiesExactly(
              whole -> assertThat(whole).isInstanceOf(EmbedOutcome.Rejected.class),
              small -> assertThat(small).isInstanceOf(EmbedOutcome.Embedded.class));
    }
  }

  private static void assertCutInTime(DocumentFormat format, String pattern) {
    String document = pattern.repeat(CHARS / pattern.length());
    RecursiveChunker texts = new RecursiveChunker(MiniLm::countTokens, 256, 32);
    List<String> chunks = inTime(() -> DocumentChunker.of(format, texts).split(document));
    assertThat(chunks).isNotEmpty().allMatch(chunk -> chunk.length() <= 16 * 256);
    assertThat(chunks.stream().limit(1_000)).allMatch(chunk -> MiniLm.countTokens(chunk) <= 256);
  }

  private static <T> T inTime(Supplier<T> work) {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long start = threads.getCurrentThreadCpuTime();
    T result = work.get();
    assertThat(Duration.ofNanos(threads.getCurrentThreadCpuTime() - start)).isLessThan(LIMIT);
    return result;
  }
}
