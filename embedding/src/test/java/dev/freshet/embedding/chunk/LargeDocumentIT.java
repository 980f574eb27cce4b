package dev.freshet.embedding.chunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.freshet.core.config.ChunkingConfig;
import dev.freshet.core.config.value.DocumentFormat;
import dev.freshet.core.embed.EmbedOutcome;
import dev.freshet.core.embed.Embedder;
import dev.freshet.core.embed.InputType;
import dev.freshet.embedding.EmbeddingModels;
import dev.freshet.embedding.onnx.MiniLm;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ten megabytes of what is cheap for a reader and of what is dear. */
class LargeDocumentIT {

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
  void tenMegabytesAreEmbeddedChunkByChunk() {
    String document = "The quick brown fox jumps over it, and 17 dogs sleep.\n".repeat(180_000);
    try (Embedder embedder = EmbeddingModels.open("static-minilm", 2)) {
      List<EmbedOutcome> outcomes =
          assertTimeoutPreemptively(
              Duration.ofMinutes(2),
              () ->
                  embedder.embed(
                      DocumentChunker.forModel(
                              DocumentFormat.TEXT, ChunkingConfig.defaults(), embedder)
                          .split(document),
                      InputType.DOCUMENT));
      assertThat(outcomes)
          .hasSizeGreaterThan(9_000)
          .allMatch(EmbedOutcome.Embedded.class::isInstance);
      assertThat(embedder.embed(List.of(document, "small"), InputType.DOCUMENT))
          .as("uncut it is rejected, and nothing else is")
          .satisfiesExactly(
              whole -> assertThat(whole).isInstanceOf(EmbedOutcome.Rejected.class),
              small -> assertThat(small).isInstanceOf(EmbedOutcome.Embedded.class));
    }
  }

  private static void assertCutInTime(DocumentFormat format, String pattern) {
    String document = pattern.repeat(10_000_000 / pattern.length());
    RecursiveChunker texts = new RecursiveChunker(MiniLm::countTokens, 256, 32);
    // The limit is generous: quadratic work would take an hour.
    List<String> chunks =
        assertTimeoutPreemptively(
            Duration.ofMinutes(2), () -> DocumentChunker.of(format, texts).split(document));
    assertThat(chunks).isNotEmpty().allMatch(chunk -> chunk.length() <= 16 * 256);
    assertThat(chunks.stream().limit(1_000)).allMatch(chunk -> MiniLm.countTokens(chunk) <= 256);
  }
}
