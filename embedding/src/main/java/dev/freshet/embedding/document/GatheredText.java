package dev.freshet.embedding.document;

/** Collects text piece by piece, with white space as a reader of the page sees it. */
final class GatheredText {

  private final StringBuilder text = new StringBuilder();
  private boolean blankPending;

  /** Adds running text: a run of white space becomes one blank, none at the start or the end. */
  void add(String piece) {
    for (int i = 0; i < piece.length(); i++) {
      char c = piece.charAt(i);
      if (isMarkupSpace(c)) {
        blankPending = true;
      } else {
        addBlank();
        text.append(c);
      }
    }
  }

  /** Adds text with its white space unchanged. */
  void addVerbatim(String piece) {
    addBlank();
    text.append(piece);
  }

  void breakLine() {
    blankPending = false;
    text.append('\n');
  }

  /** Returns the text so far, without white space at its ends, and starts again with none. */
  String take() {
    String taken = text.toString().strip();
    clear();
    return taken;
  }

  /** As {@link #take}, but the first line keeps its indentation. */
  String takeLines() {
    String taken = text.toString().stripTrailing();
    clear();
    int start = 0;
    for (int i = 0; i < taken.length() && Character.isWhitespace(taken.charAt(i)); i++) {
      if (taken.charAt(i) == '\n') {
        start = i + 1;
      }
    }
    return taken.substring(start);
  }

  private void addBlank() {
    if (blankPending && text.length() > 0 && text.charAt(text.length() - 1) != '\n') {
      text.append(' ');
    }
    blankPending = false;
  }

  private void clear() {
    // A buffer that grew for one large block is released: most blocks are small.
    if (text.capacity() > 1 << 16) {
      text.setLength(0);
      text.trimToSize();
    }
    text.setLength(0);
    blankPending = false;
  }

  /** ASCII white space, as the HTML standard collapses it; a no-break space stays. */
  private static boolean isMarkupSpace(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
  }
}
