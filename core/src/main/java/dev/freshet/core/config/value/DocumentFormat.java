package dev.freshet.core.config.value;

/** How the text of a document is written, which decides where it is cut. */
public enum DocumentFormat {
  /** Plain text, cut at paragraphs. */
  TEXT,
  /** CommonMark with tables, cut at headings and blocks. Its text is searched, not its markup. */
  MARKDOWN,
  /** A page or a part of one, cut at headings and blocks. Its visible text is searched. */
  HTML,
  /**
   * A file in base64, such as a PDF or a document of an office suite; its type is detected. The
   * text in it is searched, cut at headings, pages and slides.
   */
  BINARY
}
