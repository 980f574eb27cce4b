package dev.freshet.embedding.chunk;

/**
 * What separates a word from the word before it. The first is the strongest, the best to cut at.
 */
enum Boundary {
  /** The start of a block of a structured document, such as a list item or a code block. */
  BLOCK,
  /** A blank line, or the start of the document. */
  PARAGRAPH,
  /** A line end. */
  LINE,
  /** The end of a sentence, with or without white space. */
  SENTENCE,
  /** White space. */
  WORD,
  /** Nothing: both are parts of one word that is too long to embed whole. */
  INSIDE_WORD;

  /** The next weaker boundary; the weakest returns itself. */
  Boundary weaker() {
    return switch (this) {
      case BLOCK -> PARAGRAPH;
      case PARAGRAPH -> LINE;
      case LINE -> SENTENCE;
      case SENTENCE -> WORD;
      case WORD, INSIDE_WORD -> INSIDE_WORD;
    };
  }

  boolean isAtLeast(Boundary other) {
    return compareTo(other) <= 0;
  }
}
