package dev.freshet.core.embed;

/** The outcome for one document: its text, or a reason why it has none. */
public sealed interface ExtractOutcome {

  /**
   * The document was read.
   *
   * @param html its visible text as the body of a page, with headings, paragraphs, lists and tables
   *     where the document says so; without anything visible if the document has no text, as a
   *     scanned page has none
   */
  record Extracted(String html) implements ExtractOutcome {}

  /**
   * The document cannot be read, today or later.
   *
   * @param reason what is wrong with the document and what to do, as {@code why. What to do.}, fit
   *     for a quarantine row
   */
  record Unreadable(String reason) implements ExtractOutcome {}
}
