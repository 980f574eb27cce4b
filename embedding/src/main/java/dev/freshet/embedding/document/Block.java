package dev.freshet.embedding.document;

/**
 * A part of a structured document that is best kept whole. All texts are as they are read, without
 * markup, never blank, without white space at their ends.
 */
public sealed interface Block {

  /** The block as one text. */
  String text();

  /** A paragraph, a quote, a definition: running text. A line end in it is one that is meant. */
  record Prose(String text) implements Block {}

  /** The first paragraph of a list item; further ones are prose. */
  record Item(String text) implements Block {

    /**
     * One mark for ordered and unordered lists: with numbers, an item more would change the text of
     * all that follow.
     */
    private static final String MARK = "- ";

    @Override
    public String text() {
      return MARK + text;
    }
  }

  /** Preformatted text: its lines and indentation are kept. */
  record Code(String text) implements Block {}

  /**
   * A table, a line per row.
   *
   * @param header the row that names the columns; empty for none
   * @param rows the other rows, one line each; empty for none
   */
  record Table(String header, String rows) implements Block {
    @Override
    public String text() {
      return header.isEmpty() || rows.isEmpty() ? header + rows : header + "\n" + rows;
    }
  }
}
