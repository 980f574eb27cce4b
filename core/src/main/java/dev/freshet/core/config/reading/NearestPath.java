package dev.freshet.core.config.reading;

import java.util.Comparator;
import java.util.List;

/** Guesses which existing path a wrong one stands for. */
public final class NearestPath {

  /** Cost of a right last word in the wrong section. */
  private static final int WRONG_SECTION = 2;

  private NearestPath() {}

  /**
   * The candidate that takes the fewest edits to reach; the first of equals.
   *
   * @param candidates at least one
   */
  public static String of(String path, List<String> candidates) {
    return candidates.stream().min(Comparator.comparingInt(to -> cost(path, to))).orElseThrow();
  }

  private static int cost(String from, String to) {
    return Math.min(editDistance(from, to), WRONG_SECTION + editDistance(last(from), last(to)));
  }

  private static String last(String path) {
    return path.substring(path.lastIndexOf('.') + 1);
  }

  /** Levenshtein's distance, by the usual table of which only the last row is kept. */
  public static int editDistance(String from, String to) {
    int[] row = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[to.length()];
  }
}
