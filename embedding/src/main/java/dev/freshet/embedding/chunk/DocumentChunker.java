package dev.freshet.embedding.chunk;

import dev.freshet.core.config.ChunkingConfig;
import dev.freshet.core.config.value.DocumentFormat;
import dev.freshet.core.embed.Chunker;
import dev.freshet.core.embed.Embedder;
import dev.freshet.core.error.InvalidConfigException;
import dev.freshet.embedding.document.HtmlReader;
import dev.freshet.embedding.document.MarkdownReader;

/** Opens the chunker that fits how documents are written. */
public final class DocumentChunker {

  private DocumentChunker() {}

  /**
   * A chunker whose chunks {@code embedder} embeds whole. A document of any format is cut: there is
   * no malformed one.
   *
   * @param format how documents are written; what an extractor made of a binary one is HTML
   * @param chunking how large a chunk is and how much it repeats of the one before
   * @throws InvalidConfigException if a chunk is to be larger than what the model takes, or the
   *     numbers do not fit together
   */
  public static Chunker forModel(
      DocumentFormat format, ChunkingConfig chunking, Embedder embedder) {
    RecursiveChunker texts =
        RecursiveChunker.forModel(embedder, chunking.maxTokens(), chunking.overlapTokens());
    return of(format, texts);
  }

  static Chunker of(DocumentFormat format, RecursiveChunker texts) {
    return switch (format) {
      case TEXT -> texts;
      case MARKDOWN -> new StructuredChunker(MarkdownReader::sections, texts);
      case HTML, BINARY -> new StructuredChunker(HtmlReader::sections, texts);
    };
  }
}
