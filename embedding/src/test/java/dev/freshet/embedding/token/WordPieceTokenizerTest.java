package dev.freshet.embedding.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.embedding.model.MiniLm;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WordPieceTokenizerTest {

  private static final String[] PIECES = {
    "[UNK]", "[CLS]", "[SEP]", "un", "##aff", "##able", "##a", "run", "##ning", "e", "##e", "##s",
    ".", "!", "$", "[", "]", "sep", "##", "#", "日", "本", "σ", "##σ", "ss", "ß", "i", "a", "##b",
    "##c", "ab", "abc", "##d", "—", "😀", "a1", "ᄒ", "##ᅡ", "##ᆫ", "x"
  };

  private final WordPieceTokenizer tokenizer = new WordPieceTokenizer(vocabulary());

  @Test
  void wordIsCutIntoItsLongestPieces() {
    assertThat(pieces("unaffable running")).isEqualTo("un ##aff ##able run ##ning");
    assertThat(pieces("abc abcd abd")).isEqualTo("abc abc ##d ab ##d");
  }

  @Test
  void wordThatCannotBeCutToItsEndIsUnknownAsAWhole() {
    assertThat(pieces("unaffz run")).isEqualTo("[UNK] run");
    assertThat(pieces("zzz")).isEqualTo("[UNK]");
  }

  @Test
  void capitalsAndAccentsDoNotMatter() {
    assertThat(pieces("RUN Éé ÉE\u0301")).isEqualTo("run e ##e e ##e");
    // İ decomposes into I and a dot above; the sharp s is a letter of its own.
    assertThat(pieces("İ ß")).isEqualTo("i ß");
    // Lower case per code point: no final sigma.
    assertThat(pieces("ΣΣ")).isEqualTo("σ ##σ");
  }

  @Test
  void punctuationAndSignsAreTokensOfTheirOwn() {
    assertThat(pieces("run.run!$a")).isEqualTo("run . run ! $ a");
    assertThat(pieces("a—a")).isEqualTo("a — a");
    assertThat(pieces("##")).isEqualTo("# #");
  }

  @Test
  void ideographsAreSingleWordsAndHangulIsDecomposed() {
    assertThat(pieces("a日本a")).isEqualTo("a 日 本 a");
    assertThat(pieces("한")).isEqualTo("ᄒ ##ᅡ ##ᆫ");
  }

  @Test
  void allWhiteSpaceSeparatesWords() {
    assertThat(pieces("a\tab\nabc\r\na\u00A0ab\u2003abc\u2028a")).isEqualTo("a ab abc a ab abc a");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\0", "\u0001", "\u000B", "\u007F", "\u0085", "\uFFFD", "\u200B", "\uE000"})
  void controlAndFormatCharactersVanishWithoutSeparatingWords(String character) {
    assertThat(pieces("a" + character + "b")).isEqualTo("ab");
    assertThat(pieces(character)).isEmpty();
  }

  @Test
  void surrogateWithoutItsOtherHalfVanishes() {
    assertThat(pieces("a\uD83Db")).isEqualTo("ab");
    assertThat(pieces("a\uDE00b")).isEqualTo("ab");
    assertThat(pieces("😀")).isEqualTo("😀");
  }

  @Test
  void nameOfASpecialTokenInATextIsPlainText() {
    assertThat(pieces("[SEP]")).isEqualTo("[ sep ]");
  }

  @Test
  void wordOfMoreThanAHundredCodePointsIsUnknown() {
    assertThat(pieces("a" + "b".repeat(99))).startsWith("ab ##b ##b");
    assertThat(pieces("a" + "b".repeat(100))).isEqualTo("[UNK]");
    assertThat(pieces("a" + "b".repeat(1_000_000) + " run")).isEqualTo("[UNK] run");
    // Code points count, not chars.
    assertThat(pieces("😀".repeat(51))).isEqualTo("[UNK]");
  }

  @Test
  void blankTextIsTheSpecialTokensAlone() {
    assertThat(tokenizer.encode("")).containsExactly(1, 2);
    assertThat(tokenizer.encode(" \n\t ")).containsExactly(1, 2);
  }

  @Test
  void plainAndNormalisedPathGiveTheSameIds() {
    String plain = "The unaffable RUN-ning: $5.00 [x] a_b abc's";
    // A zero width space makes the text take the other path, which drops it.
    assertThat(MiniLm.TOKENIZER.encode(plain + "\u200B")).isEqualTo(MiniLm.TOKENIZER.encode(plain));
  }

  @Test
  void bundledVocabularyGivesTheKnownIdsOfBert() {
    assertThat(MiniLm.TOKENIZER.encode("hello world")).containsExactly(101, 7592, 2088, 102);
    assertThat(MiniLm.TOKENIZER.encode("Hello, WORLD!"))
        .containsExactly(101, 7592, 1010, 2088, 999, 102);
    assertThat(MiniLm.TOKENIZER.highestId()).isEqualTo(30521);
  }

  @Test
  void vocabularyWithoutASpecialTokenIsRefused() {
    Map<String, Integer> incomplete = vocabulary();
    incomplete.remove("[CLS]");
    assertThatThrownBy(() -> new WordPieceTokenizer(incomplete))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("[CLS]");
  }

  /** The pieces between the special tokens, separated by blanks. */
  private String pieces(String text) {
    int[] ids = tokenizer.encode(text);
    assertThat(ids[0]).isEqualTo(1);
    assertThat(ids[ids.length - 1]).isEqualTo(2);
    StringBuilder pieces = new StringBuilder();
    for (int i = 1; i < ids.length - 1; i++) {
      pieces.append(i > 1 ? " " : "").append(PIECES[ids[i]]);
    }
    return pieces.toString();
  }

  private static Map<String, Integer> vocabulary() {
    Map<String, Integer> vocabulary = new HashMap<>();
    for (int i = 0; i < PIECES.length; i++) {
      vocabulary.put(PIECES[i], i);
    }
    return vocabulary;
  }
}
