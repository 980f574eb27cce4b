package dev.freshet.bench.relevance;

import java.util.List;

/**
 * Where the right record stands in the answers to one question; 0 if it is not among the first ten.
 *
 * @param vector by meaning
 * @param text by words
 * @param ranks by both, merged by ranks with equal weights
 * @param hybrid by both, as a search answers
 */
record Ranks(int vector, int text, int ranks, int hybrid) {

  private static final int TOP = 10;

  static int of(List<String> keys, String answer) {
    int place = keys.indexOf(answer) + 1;
    return place > TOP ? 0 : place;
  }

  /** Its part of the mean reciprocal rank at ten. */
  static double reciprocal(int rank) {
    return rank == 0 ? 0 : 1.0 / rank;
  }

  /** Whether one ranking alone has the record among its first ten. */
  boolean isFound() {
    return vector > 0 || text > 0;
  }
}
