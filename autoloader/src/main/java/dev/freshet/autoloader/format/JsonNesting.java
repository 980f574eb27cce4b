package dev.freshet.autoloader.format;

/**
 * Follows the brackets of JSON text in UTF-8, whether or not it is valid otherwise. A text in
 * quotes ends at the latest where its line ends, as JSON demands. Not thread-safe.
 */
final class JsonNesting {
  private int depth;
  private boolean quoted;
  private boolean escaped;

  /** Reads a whole line and returns how many brackets are open behind it. */
  int line(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      read(bytes[i]);
    }
    quoted = false;
    escaped = false;
    return depth;
  }

  /** Goes on with that many open brackets. */
  void reset(int open) {
    depth = open;
  }

  /** Whether the array or object is open behind a line, and the line is not cut within a text. */
  static boolean isOpen(byte[] line) {
    JsonNesting nesting = new JsonNesting();
    for (byte b : line) {
      nesting.read(b);
      if (nesting.depth <= 0) {
        return false;
      }
    }
    return !nesting.quoted;
  }

  /** The offset behind the array or object that begins at {@code from}; -1 if it is not whole. */
  static int end(byte[] bytes, int from, int to) {
    JsonNesting nesting = new JsonNesting();
    for (int i = from; i < to; i++) {
      nesting.read(bytes[i]);
      if (nesting.depth <= 0) {
        return i + 1;
      }
    }
    return -1;
  }

  private void read(byte b) {
    if (quoted) {
      quoted = escaped || b != '"';
      escaped = !escaped && b == '\\';
      return;
    }
    switch (b) {
      case '"' -> quoted = true;
      case '{', '[' -> depth++;
      case '}', ']' -> depth--;
      default -> {}
    }
  }
}
