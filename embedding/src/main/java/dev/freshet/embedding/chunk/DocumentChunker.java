package dev.freshet.embedding.chunk;

import dev.freshet.core.config.ChunkingConfig;
import dev.freshet.core.config.value.DocumentFormat;
import dev.freshet.core.embed.Chunker;
import dev.freshet.core.embed.Embedder;
import dev.freshet.core.error.InvalidConfigException;
import dev.freshet.embedding.document.HtmlReader;
import dev.freshet.embedding.document.MarkdownReader;

/** Makes the chunker for the format of the documents. */
public final class DocumentChunker {

  private DocumentChunker() {}

  /**
   * A chunker whose chunks {@code embedder} embeds whole. It cuts any document: no text is
   * malformed in any of the formats.
   *
   * @param format how documents are written; an extractor turns a binary one into HTML
   * @param chunking how large a chunk is and how much it repeats of the chunk before it
   * @throws InvalidConfigException if a chunk would be larger than the model takes, or the numbers
   *     contradict each other
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
