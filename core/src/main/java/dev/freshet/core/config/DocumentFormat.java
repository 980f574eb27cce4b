package dev.freshet.core.config;

/** How the text of a document is written, and so where it is best cut. */
public enum DocumentFormat {
  /** As it stands, cut at paragraphs. */
  TEXT,
  /** CommonMark with tables, cut at headings and blocks. What is searched is the text of it. */
  MARKDOWN,
  /** A page or a part of one, cut at headings and blocks. What is searched is its visible text. */
  HTML
}
