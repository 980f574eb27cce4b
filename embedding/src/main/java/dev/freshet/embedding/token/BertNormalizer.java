package dev.freshet.embedding.token;

import java.text.Normalizer;

/**
 * Cleans a text as BERT uncased does: it drops control characters, turns white space into blanks,
 * puts blanks around CJK ideographs, drops accents, and lowers the case code point by code point.
 * Pure functions; the steps and their order are those of the {@code BertNormalizer} of Hugging Face
 * tokenizers, with whose ids the model was trained.
 */
final class BertNormalizer {

  private BertNormalizer() {}

  /**
   * Whether {@code text} needs nothing except a lower case: it is ASCII without control characters.
   * Most texts are such, and are tokenised without a copy.
   */
  static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 0x7F || (c < ' ' && c != '\t' && c != '\n' && c != '\r')) {
        return false;
      }
    }
    return true;
  }

  static String normalized(String text) {
    String decomposed = Normalizer.normalize(cleaned(text), Normalizer.Form.NFD);
    StringBuilder lower = new StringBuilder(decomposed.length());
    decomposed
        .codePoints()
        .filter(c -> Character.getType(c) != Character.NON_SPACING_MARK)
        // Not String.toLowerCase: it writes a final sigma, which the model's vocabulary lacks.
        .forEach(c -> lower.appendCodePoint(Character.toLowerCase(c)));
    return lower.toString();
  }

  private static CharSequence cleaned(String text) {
    StringBuilder cleaned = new StringBuilder(text.length() + 16);
    text.codePoints()
        .filter(c -> !isDropped(c))
        .forEach(
            c -> {
              if (isWhitespace(c)) {
                cleaned.append(' ');
              } else if (isIdeograph(c)) {
                cleaned.append(' ').appendCodePoint(c).append(' ');
              } else {
                cleaned.appendCodePoint(c);
              }
            });
    return cleaned;
  }

  /**
   * Dropped are NUL, U+FFFD, control and format characters, private use, and surrogates without
   * their other half. Tab, line feed and carriage return are white space instead.
   */
  private static boolean isDropped(int c) {
    if (c == '\t' || c == '\n' || c == '\r') {
      return false;
    }
    return switch (Character.getType(c)) {
      case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.PRIVATE_USE -> true;
      default -> c == 0xFFFD;
    };
  }

  /** White space in a cleaned or plain text; of the control characters only these three count. */
  static boolean isWhitespace(int c) {
    return c == ' '
        || c == '\t'
        || c == '\n'
        || c == '\r'
        || (c >= 0x80 && Character.isSpaceChar(c));
  }

  /** Punctuation is a token of its own; in ASCII that includes signs such as {@code $ + <}. */
  static boolean isPunctuation(int c) {
    if (c < 0x80) {
      return (c >= '!' && c <= '/')
          || (c >= ':' && c <= '@')
          || (c >= '[' && c <= '`')
          || (c >= '{' && c <= '~');
    }
    return switch (Character.getType(c)) {
      case Character.CONNECTOR_PUNCTUATION,
          Character.DASH_PUNCTUATION,
          Character.START_PUNCTUATION,
          Character.END_PUNCTUATION,
          Character.INITIAL_QUOTE_PUNCTUATION,
          Character.FINAL_QUOTE_PUNCTUATION,
          Character.OTHER_PUNCTUATION ->
          true;
      default -> false;
    };
  }

  /** Whether BERT makes a word of the character alone; it does not for kana and hangul. */
  private static boolean isIdeograph(int c) {
    return (c >= 0x4E00 && c <= 0x9FFF)
        || (c >= 0x3400 && c <= 0x4DBF)
        || (c >= 0xF900 && c <= 0xFAFF)
        || (c >= 0x20000 && c <= 0x2A6DF)
        || (c >= 0x2A700 && c <= 0x2B73F)
        || (c >= 0x2B740 && c <= 0x2B81F)
        || (c >= 0x2B920 && c <= 0x2CEAF)
        || (c >= 0x2F800 && c <= 0x2FA1F);
  }
}
