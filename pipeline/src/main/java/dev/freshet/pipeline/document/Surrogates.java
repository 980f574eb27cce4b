package dev.freshet.pipeline.document;

/**
 * Finds and replaces lone surrogates: halves of a UTF-16 pair without the other half. JSON can
 * escape them and UTF-8 cannot hold them. Every store would write {@code ?} in their place, so
 * different texts would become equal.
 */
public final class Surrogates {

  private static final char REPLACEMENT = '\uFFFD';

  private Surrogates() {}

  /** Whether the text has a lone surrogate. */
  public static boolean anyLone(String text) {
    return firstLone(text, 0) < text.length();
  }

  /** The text with U+FFFD in place of every lone surrogate; its length stays. */
  static String replaceLone(String text) {
    int lone = firstLone(text, 0);
    if (lone == text.length()) {
      return text;
    }
    StringBuilder replaced = new StringBuilder(text);
    while (lone < text.length()) {
      replaced.setCharAt(lone, REPLACEMENT);
      lone = firstLone(text, lone + 1);
    }
    return replaced.toString();
  }

  /** Index of the first lone surrogate from {@code start}; the text's length if there is none. */
  private static int firstLone(String text, int start) {
    int i = start;
    while (i < text.length()) {
      if (!Character.isSurrogate(text.charAt(i))) {
        i++;
      } else if (i + 1 < text.length()
          && Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1))) {
        i += 2;
      } else {
        return i;
      }
    }
    return text.length();
  }
}
