package dev.freshet.core.embed;

/**
 * Extracts the text of files that are not text, such as PDF or the formats of office suites. An
 * optional module brings the implementation; {@link java.util.ServiceLoader} finds it.
 *
 * <p>What a document becomes is a function of its bytes and of the implementation's version. Gold
 * keeps the extracted text, so a newer version changes a document when it lands again, and never
 * what {@code verify} compares. Thread-safe; owns resources until {@link #close()}.
 */
public interface DocumentExtractor extends AutoCloseable {

  /** The extractor of pipelines whose documents are text: it reads none. */
  static DocumentExtractor none() {
    return new NoExtractor();
  }

  /**
   * Reads one document, whose type is detected from the bytes alone. Whatever the bytes are, this
   * ends in bounded time and memory; it opens no connection.
   *
   * @param content the file; not changed
   * @return its text, or why this document has none
   * @throws dev.freshet.core.error.FreshetException if no document can be read at all; its code
   *     says whether the call may be repeated
   * @throws IllegalStateException after {@link #close()}
   */
  ExtractOutcome extract(byte[] content);

  @Override
  void close();
}
