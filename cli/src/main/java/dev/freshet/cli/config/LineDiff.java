package dev.freshet.cli.config;

import java.util.ArrayList;
import java.util.List;

/** The lines in which two versions of a small text differ. */
final class LineDiff {

  private LineDiff() {}

  /**
   * Removed lines behind {@code "- "} and added lines behind {@code "+ "}, in order; by the longest
   * common subsequence. Time and memory grow with the product of the lengths.
   */
  static List<String> of(String before, String after) {
    List<String> old = before.lines().toList();
    List<String> now = after.lines().toList();
    int[][] common = new int[old.size() + 1][now.size() + 1];
    for (int i = old.size() - 1; i >= 0; i--) {
      for (int j = now.size() - 1; j >= 0; j--) {
        common[i][j] =
            old.get(i).equals(now.get(j))
                ? common[i + 1][j + 1] + 1
                : Math.max(common[i + 1][j], common[i][j + 1]);
      }
    }
    List<String> diff = new ArrayList<>();
    int i = 0;
    int j = 0;
    while (i < old.size() || j < now.size()) {
      if (i < old.size() && j < now.size() && old.get(i).equals(now.get(j))) {
        i++;
        j++;
      } else if (j == now.size() || (i < old.size() && common[i + 1][j] >= common[i][j + 1])) {
        diff.add("- " + old.get(i++));
      } else {
        diff.add("+ " + now.get(j++));
      }
    }
    return diff;
  }
}
