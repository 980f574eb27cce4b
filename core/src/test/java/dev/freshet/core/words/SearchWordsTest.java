package dev.freshet.core.words;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SearchWordsTest {

  /** What a reader takes for the same word. */
  @ParameterizedTest
  @CsvSource({
    "résumé, re\u0301sume\u0301",
    "résumé, RESUME",
    "façade, FACADE",
    "quar\u00ADter\u00ADback, quarterback",
    "groß, GROẞ",
    "a\u200Db\u2060c\uFEFFd, abcd",
    "Ｆｕｌｌｗｉｄｔｈ, fullwidth",
    "ﬁnal, final",
    "Straße, STRASSE",
    "ΣΊΣΥΦΟΣ, σισυφος",
    "Ещё, еще",
    "İstanbul, istanbul",
    "ISPARTA, ısparta",
    "مُحَمَّد, محمد",
    "كـتاب, كتاب",
    "שָׁלוֹם, שלום",
    "２０２６, 2026",
    "٢٠٢٦, 2026",
    "ปี ๒๐๒๖, ปี 2026",
    "ｶﾞｲﾄﾞ, ガイド",
    "か\u3099, が",
    "한국, \u1112\u1161\u11AB\u1100\u116E\u11A8",
  })
  void sameWordsOnBothSides(String one, String other) {
    assertThat(SearchWords.ofText(one).list()).containsAll(SearchWords.ofQuestion(other).list());
    assertThat(SearchWords.ofText(other).list()).containsAll(SearchWords.ofQuestion(one).list());
    assertThat(SearchWords.ofQuestion(one).isEmpty()).isFalse();
  }

  @Test
  void marksThatAreLettersMakeOtherWords() {
    assertThat(SearchWords.ofText("का").list()).isNotEqualTo(SearchWords.ofText("कि").list());
    assertThat(SearchWords.ofText("हिन्दी भाषा").list()).hasSize(2);
    assertThat(SearchWords.ofText("カキ").list()).isNotEqualTo(SearchWords.ofText("ガキ").list());
  }

  @Test
  void wordsEndAtPunctuation() {
    assertThat(SearchWords.ofText("Don’t use O'Reilly's x86_64, C++ or 1,234.50!").list())
        .containsExactly(
            "don", "t", "use", "o", "reilly", "s", "x86", "64", "c", "or", "1", "234", "50");
  }

  @Test
  void zeroWidthSpaceMayDivideWordsToo() {
    assertThat(SearchWords.ofText("zero\u200Bwidth").list())
        .containsExactly("zerowidth", "zero", "width");
  }

  /** Any part of a text of such a script can be asked for; what it does not hold cannot. */
  @ParameterizedTest
  @CsvSource({
    "東京都に住んでいます, 京都, 大阪",
    "我们在北京大学学习, 北京大学, 上海",
    "我们在北京大学学习, 学, 猫",
    "ประเทศไทยมีอาหารอร่อย, อาหาร, ภูเขา",
    "ភាសាខ្មែរ, ខ្មែរ, ឆ្មា",
    "서울에서 만나요, 서울, 부산",
    "型番はＡＢＣ１２３です, abc123, xyz",
    "\uD842\uDFB7野家で食べる, \uD842\uDFB7野, 吉野",
    "コーヒーを飲む, コーヒー, 紅茶",
  })
  void scriptsWithoutBlanks(String text, String part, String other) {
    assertThat(SearchWords.ofText(text).list()).containsAll(SearchWords.ofQuestion(part).list());
    assertThat(SearchWords.ofText(text).list())
        .doesNotContainAnyElementsOf(SearchWords.ofQuestion(other).list());
    assertThat(SearchWords.ofQuestion(part).isEmpty()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"???", "🎉🎉", "...", "👩‍👩‍👧‍👦", "\u200B", "—"})
  void noWord(String text) {
    assertThat(SearchWords.ofText(text).isEmpty()).isTrue();
    assertThat(SearchWords.ofQuestion(text).isEmpty()).isTrue();
  }

  @Test
  void longWordsAreCutAlike() {
    String word = "a".repeat(300);
    assertThat(SearchWords.ofText(word + "b").list())
        .isEqualTo(SearchWords.ofQuestion(word + "c").list());
    String hash = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
    assertThat(SearchWords.ofText("sha256:" + hash).list()).containsExactly("sha256", hash);
  }

  @Test
  void questionsAskForEachWordOnce() {
    assertThat(SearchWords.ofQuestion("to be or not to be").list())
        .containsExactly("to", "be", "or", "not");
    assertThat(SearchWords.ofText("to be to").list()).containsExactly("to", "be", "to");
  }

  /** Normal forms and case never matter, for any letters. */
  @Test
  void normalFormsAndCaseNeverMatter() {
    Random random = new Random(11);
    for (int i = 0; i < 5_000; i++) {
      String text =
          random
              .ints(6, 0x20, 0x2FFF)
              .filter(Character::isDefined)
              .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
              .toString();
      SearchWords words = SearchWords.ofText(text);
      assertThat(SearchWords.ofText(Normalizer.normalize(text, Normalizer.Form.NFD)))
          .isEqualTo(words);
      assertThat(SearchWords.ofText(Normalizer.normalize(text, Normalizer.Form.NFC)))
          .isEqualTo(words);
      assertThat(SearchWords.ofText(Normalizer.normalize(text, Normalizer.Form.NFKC)))
          .isEqualTo(words);
      assertThat(SearchWords.ofText(text.toLowerCase(Locale.ROOT)).list())
          .hasSameSizeAs(words.list());
    }
  }

  @Test
  void noWordHasABlankOrACharacterThatTheLibraryCannotReceive() {
    Random random = new Random(7);
    for (int i = 0; i < 500; i++) {
      StringBuilder text = new StringBuilder();
      random.ints(20, 0, Character.MAX_CODE_POINT + 1).forEach(text::appendCodePoint);
      for (String word : SearchWords.ofText(text.toString()).list()) {
        assertThat(word).isNotEmpty().doesNotContainAnyWhitespaces();
        assertThat(word.chars().anyMatch(c -> c == 0 || Character.isSurrogate((char) c))).isFalse();
      }
    }
  }
}
