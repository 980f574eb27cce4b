package dev.freshet.search;

import dev.freshet.core.error.InvalidRequestException;
import dev.freshet.core.vector.Hit;
import dev.freshet.core.words.SearchWords;
import java.util.List;

/**
 * How much each ranking counts in a hybrid search.
 *
 * @param vector share of the ranking by meaning
 * @param text share of the ranking by words; both together are 1
 */
public record Weights(double vector, double text) {

  /** Share of the words of a question whose words many texts hold. */
  static final double TEXT_MIN = 0.5;

  /** Share of the words of a question whose words few texts hold. */
  static final double TEXT_MAX = 0.85;

  private static final double COMMON = 0.35;
  private static final double RARE = 0.65;

  /** Any two numbers from 0 that are not both 0; they are scaled to the sum 1. */
  public Weights {
    double sum = vector + text;
    if (!(vector >= 0) || !(text >= 0) || !Double.isFinite(sum) || sum == 0) {
      throw new InvalidRequestException(
          "weights",
          "Cannot weigh the rankings by %s and %s: both have to be numbers from 0 on, and one above 0. Change them."
              .formatted(vector, text));
    }
    vector = vector / sum;
    text = text / sum;
  }

  /**
   * The weights that the words themselves suggest. The score of the best text is compared with that
   * of a text that holds every word of the question once, if it were alone in that. Near to it: the
   * words are rare and one text holds them, so they tell more than the meaning does. The bounds
   * were chosen by measurements: docs/benchmarks.md, "Relevance".
   *
   * @param worded hits by words, best first, not empty
   * @param rows of the table
   */
  static Weights byEvidence(String question, List<Hit> worded, long rows) {
    int words = Math.max(1, SearchWords.ofQuestion(question).list().size());
    double rarest = Math.log(1 + (Math.max(1, rows) - 0.5) / 1.5);
    double evidence = worded.get(0).score() / (words * rarest);
    double above = Math.min(1, Math.max(0, (evidence - COMMON) / (RARE - COMMON)));
    double share = TEXT_MIN + (TEXT_MAX - TEXT_MIN) * above;
    return new Weights(1 - share, share);
  }
}
