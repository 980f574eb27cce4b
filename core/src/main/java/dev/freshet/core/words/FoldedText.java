package dev.freshet.core.words;

import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * Brings a text to the form in which words are compared. The steps, with terms of the Unicode
 * Standard: compatibility decomposition (NFKD); without accents and without characters that have no
 * width of their own; composition (NFC); one case.
 */
final class FoldedText {

  /** Divides words in some texts and is invisible in others; {@link WordSplitter} decides. */
  static final char ZERO_WIDTH_SPACE = '\u200B';

  private static final char ARABIC_TATWEEL = '\u0640';
  private static final char KANA_VOICED = '\u3099';
  private static final char KANA_SEMI_VOICED = '\u309A';

  /**
   * Scripts whose marks are accents or optional vowels. In other scripts, such as Devanagari and
   * Thai, a mark is a letter that makes another word.
   */
  private static final Set<UnicodeScript> ACCENTED =
      EnumSet.of(
          UnicodeScript.INHERITED,
          UnicodeScript.COMMON,
          UnicodeScript.LATIN,
          UnicodeScript.GREEK,
          UnicodeScript.CYRILLIC,
          UnicodeScript.ARABIC,
          UnicodeScript.HEBREW);

  private FoldedText() {}

  static String of(String text) {
    return isAscii(text) ? text.toLowerCase(Locale.ROOT) : folded(text);
  }

  private static boolean isAscii(String text) {
    return text.chars().allMatch(c -> c < 128);
  }

  private static String folded(String text) {
    StringBuilder kept = new StringBuilder(text.length());
    Normalizer.normalize(text, Normalizer.Form.NFKD)
        .codePoints()
        .filter(c -> !isInvisible(c) && !isAccent(c))
        .forEach(kept::appendCodePoint);
    return oneCase(Normalizer.normalize(kept, Normalizer.Form.NFC));
  }

  private static boolean isInvisible(int c) {
    return (Character.getType(c) == Character.FORMAT && c != ZERO_WIDTH_SPACE)
        || c == ARABIC_TATWEEL;
  }

  private static boolean isAccent(int c) {
    return switch (Character.getType(c)) {
      case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK ->
          c != KANA_VOICED && c != KANA_SEMI_VOICED && ACCENTED.contains(UnicodeScript.of(c));
      default -> false;
    };
  }

  /**
   * Lower, upper, lower: upper case knows pairs that lower case does not, such as the sharp s and
   * ss, and leaves the capital sharp s as it is.
   */
  private static String oneCase(String text) {
    return text.toLowerCase(Locale.ROOT)
        .toUpperCase(Locale.ROOT)
        .toLowerCase(Locale.ROOT)
        .replace('ς', 'σ');
  }
}
