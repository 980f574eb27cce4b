package dev.freshet.core.config;

import static dev.freshet.core.config.Refusal.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.config.value.DocumentFormat;
import dev.freshet.core.config.value.TextTemplate;
import java.util.List;
import org.junit.jupiter.api.Test;

class DocumentConfigTest {

  private static final TextTemplate TEXT = TextTemplate.parse("{title}");

  @Test
  void documentHasDefaults() {
    assertThat(DocumentConfig.of("{title}"))
        .isEqualTo(
            new DocumentConfig(TEXT, DocumentFormat.TEXT, List.of(), new ChunkingConfig(256, 32)));
  }

  @Test
  void chunkingTakesOtherValues() {
    assertThat(new ChunkingConfig(1, 0))
        .satisfies(chunking -> assertThat(chunking.maxTokens()).isEqualTo(1))
        .satisfies(chunking -> assertThat(chunking.overlapTokens()).isZero());
  }

  @Test
  void chunkWithoutTokensIsRefused() {
    assertRefused(
        () -> new ChunkingConfig(0, 0),
        "Cannot use document.chunking.max-tokens: 0 is not at least 1. Set it to the longest chunk"
            + " the embedding model should see, such as 256.");
  }

  @Test
  void overlapOfWholeChunksIsRefused() {
    assertRefused(
        () -> new ChunkingConfig(32, 32),
        "Cannot use document.chunking.overlap-tokens: 32 is not below document.chunking.max-tokens,"
            + " which is 32. Lower it, or raise document.chunking.max-tokens.");
  }

  @Test
  void everyViolationIsReported() {
    assertRefused(
        () -> new ChunkingConfig(-5, -1),
        "Cannot use document.chunking.max-tokens: -5 is not at least 1. Set it to the longest chunk"
            + " the embedding model should see, such as 256.",
        "Cannot use document.chunking.overlap-tokens: -1 is negative. Set it to 0 for chunks that do"
            + " not overlap.");
  }

  @Test
  void metadataBecomesColumns() {
    assertThat(document("author", "_tenant", "Year2").metadata().names())
        .containsExactly("author", "_tenant", "Year2");
  }

  @Test
  void metadataThatIsNoColumnNameIsRefused() {
    String remedy =
        " Name a top-level field of letters, digits and _ that does not start with a digit.";
    assertRefused(
        () -> document("author.name", "1st", ""),
        "Cannot use document.metadata: 'author.name' cannot be a column of the vector table."
            + remedy,
        "Cannot use document.metadata: '1st' cannot be a column of the vector table." + remedy,
        "Cannot use document.metadata: '' cannot be a column of the vector table." + remedy);
  }

  @Test
  void metadataNamedLikeAColumnOfTheTableIsRefused() {
    assertRefused(
        () -> document("Text"),
        "Cannot use document.metadata: 'Text' is a column that every vector table has already."
            + " Leave it out, or give the field another name where the files are written.");
  }

  @Test
  void metadataNamedLikeACellOfAnotherColumnOrAComputedColumnIsRefused() {
    assertRefused(
        () -> document("qty__number", "_distance"),
        "Cannot use document.metadata: names that end like 'qty__number' are kept for the types of"
            + " other columns. Leave it out, or give the field another name where the files are"
            + " written.",
        "Cannot use document.metadata: '_distance' is a column that every vector table has already."
            + " Leave it out, or give the field another name where the files are written.");
  }

  @Test
  void metadataThatComesTwiceIsRefused() {
    assertRefused(
        () -> document("author", "Author"),
        "Cannot use document.metadata: 'Author' is listed twice. Name every field once.");
  }

  private static DocumentConfig document(String... metadata) {
    return new DocumentConfig(
        TEXT, DocumentFormat.TEXT, List.of(metadata), ChunkingConfig.defaults());
  }
}
