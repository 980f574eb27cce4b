package dev.freshet.core.config.value;

/** How the text of a document is written, and so where it is best cut. */
public enum DocumentFormat {
  /** As it stands, cut at paragraphs. */
  TEXT,
  /** CommonMark with tables, cut at headings and blocks. What is searched is the text of it. */
  MARKDOWN,
  /** A page or a part of one, cut at headings and blocks. What is searched is its visible text. */
  HTML,
  /**
   * A file in base64, such as a PDF or a document of an office suite; its type is found out. What
   * is searched is the text in it, cut at headings, pages and slides.
   */
  BINARY
}
