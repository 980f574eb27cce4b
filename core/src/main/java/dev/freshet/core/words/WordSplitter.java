package dev.freshet.core.words;

import java.lang.Character.UnicodeScript;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Splits a folded text into words. For one text; not thread-safe. */
final class WordSplitter {

  /** Longer words are cut, on both sides of a search alike. In characters. */
  static final int LENGTH_MAX = 255;

  /** Scripts whose words cannot be told by blanks. */
  private static final Set<UnicodeScript> UNSPACED =
      EnumSet.of(
          UnicodeScript.HAN,
          UnicodeScript.HIRAGANA,
          UnicodeScript.KATAKANA,
          UnicodeScript.HANGUL,
          UnicodeScript.BOPOMOFO,
          UnicodeScript.YI,
          UnicodeScript.THAI,
          UnicodeScript.LAO,
          UnicodeScript.KHMER,
          UnicodeScript.MYANMAR,
          UnicodeScript.TAI_LE,
          UnicodeScript.NEW_TAI_LUE,
          UnicodeScript.TAI_THAM,
          UnicodeScript.TAI_VIET,
          UnicodeScript.JAVANESE,
          UnicodeScript.BALINESE);

  private final boolean everyCharacter;
  private final List<String> words = new ArrayList<>();

  /** The word that is being read, of a script with blanks. */
  private final StringBuilder word = new StringBuilder();

  /** The characters with their marks that are being read, of a script without blanks. */
  private final List<String> run = new ArrayList<>();

  /**
   * @param everyCharacter whether single characters of a script without blanks count, beside pairs
   */
  WordSplitter(boolean everyCharacter) {
    this.everyCharacter = everyCharacter;
  }

  /** Adds the words of {@code folded}. */
  void read(String folded) {
    folded.codePoints().forEach(this::read);
    endWord();
    endRun();
  }

  List<String> words() {
    return words;
  }

  private void read(int c) {
    if (c == FoldedText.ZERO_WIDTH_SPACE) {
      if (!word.isEmpty()) {
        word.append(FoldedText.ZERO_WIDTH_SPACE);
      }
    } else if (isMark(c)) {
      readMark(c);
    } else if (!Character.isLetterOrDigit(c)) {
      endWord();
      endRun();
    } else if (isUnspaced(c)) {
      endWord();
      run.add(text(c));
    } else {
      endRun();
      word.append(text(c));
    }
  }

  private void readMark(int c) {
    if (!run.isEmpty()) {
      int last = run.size() - 1;
      run.set(last, run.get(last) + text(c));
    } else if (!word.isEmpty()) {
      word.append(text(c));
    }
  }

  private static boolean isMark(int c) {
    return switch (Character.getType(c)) {
      case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK, Character.ENCLOSING_MARK ->
          true;
      default -> false;
    };
  }

  /** A letter that several scripts share, such as the Japanese length mark, continues the run. */
  private boolean isUnspaced(int c) {
    UnicodeScript script = UnicodeScript.of(c);
    boolean shared = script == UnicodeScript.COMMON || script == UnicodeScript.INHERITED;
    return !Character.isDigit(c) && (UNSPACED.contains(script) || (shared && !run.isEmpty()));
  }

  /**
   * A digit of any script as an ASCII digit. A character beyond the Basic Multilingual Plane as its
   * number: the native library cannot receive it in a question.
   */
  private static String text(int c) {
    int digit = Character.isDigit(c) ? Character.digit(c, 10) : -1;
    if (digit >= 0) {
      return Integer.toString(digit);
    }
    return Character.isBmpCodePoint(c) ? Character.toString(c) : "u" + Integer.toHexString(c);
  }

  /**
   * Ends the word. One with zero-width spaces counts whole and in its parts: some authors mark with
   * them where a line may break within a word, others where a word ends.
   */
  private void endWord() {
    String read = word.toString();
    word.setLength(0);
    String mark = String.valueOf(FoldedText.ZERO_WIDTH_SPACE);
    add(read.replace(mark, ""));
    if (read.contains(mark)) {
      for (String part : read.split(mark, -1)) {
        add(part);
      }
    }
  }

  private void add(String whole) {
    if (!whole.isEmpty()) {
      words.add(whole.length() > LENGTH_MAX ? whole.substring(0, LENGTH_MAX) : whole);
    }
  }

  private void endRun() {
    for (int i = 0; i < run.size(); i++) {
      if (everyCharacter || run.size() == 1) {
        add(run.get(i));
      }
      if (i + 1 < run.size()) {
        add(run.get(i) + run.get(i + 1));
      }
    }
    run.clear();
  }
}
