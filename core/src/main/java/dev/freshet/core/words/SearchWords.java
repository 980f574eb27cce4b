package dev.freshet.core.words;

import java.util.List;

/**
 * The words of a text as a search for words compares them. Texts that look alike have the same
 * words: case, accents, full-width forms, ligatures, soft hyphens and zero-width characters make no
 * difference. A word is a run of letters and digits.
 *
 * <p>Scripts that put no blank between words, such as Chinese, Japanese, Thai and Khmer, and also
 * Korean, whose words carry endings, have no words here but single characters and pairs of
 * neighbours: a text has both, a question only the pairs (one character alone if it is asked
 * alone). So every part of a text can be asked for.
 *
 * @param list the words in their order, with repetitions for a text and without for a question;
 *     none contains a blank or a character beyond the Basic Multilingual Plane
 */
public record SearchWords(List<String> list) {

  public SearchWords {
    list = List.copyOf(list);
  }

  /** The words under which {@code text} is found. */
  public static SearchWords ofText(String text) {
    WordSplitter splitter = new WordSplitter(true);
    splitter.read(FoldedText.of(text));
    return new SearchWords(splitter.words());
  }

  /** The words that {@code question} asks for. */
  public static SearchWords ofQuestion(String question) {
    WordSplitter splitter = new WordSplitter(false);
    splitter.read(FoldedText.of(question));
    return new SearchWords(splitter.words().stream().distinct().toList());
  }

  /** Whether there is no word, as in a text of punctuation or emoji. */
  public boolean isEmpty() {
    return list.isEmpty();
  }

  /** The words, separated by blanks. */
  public String joined() {
    return String.join(" ", list);
  }
}
