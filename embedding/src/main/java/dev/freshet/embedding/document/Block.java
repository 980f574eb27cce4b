package dev.freshet.embedding.document;

/**
 * A part of a structured document that is best kept whole. All texts are as a reader sees them:
 * without markup, never blank, without white space at their ends.
 */
public sealed interface Block {

  /** The block as one text. */
  String text();

  /**
   * Whether {@code text} holds anything except white space, control and format characters. Only
   * such text is a block or a chunk.
   */
  static boolean isVisible(String text) {
    return text.codePoints().anyMatch(Block::isVisible);
  }

  private static boolean isVisible(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.SPACE_SEPARATOR,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }

  /** Running text: a paragraph, a quote, a definition. A line end in it is intended. */
  record Prose(String text) implements Block {}

  /** The first paragraph of a list item; its further paragraphs are prose. */
  record Item(String text) implements Block {

    /**
     * Ordered and unordered lists have the same mark: with numbers, an added item would change the
     * text of all items below it.
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
   * A table with a line per row.
   *
   * @param header the row that names the columns; empty if there is none
   * @param rows the other rows, one line each; empty if there are none
   */
  record Table(String header, String rows) implements Block {
    @Override
    public String text() {
      return header.isEmpty() || rows.isEmpty() ? header + rows : header + "\n" + rows;
    }
  }
}
