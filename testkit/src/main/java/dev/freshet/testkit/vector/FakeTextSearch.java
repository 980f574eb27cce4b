package dev.freshet.testkit.vector;

import dev.freshet.core.vector.VectorRow;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Okapi BM25 over a few rows (Robertson and Zaragoza, 2009), with k1 = 1.2 and b = 0.75. */
final class FakeTextSearch {

  private static final double K1 = 1.2;
  private static final double B = 0.75;
  private static final Pattern NO_WORD = Pattern.compile("[^\\p{L}\\p{N}]+");

  /** A row and how well it matches. */
  record Match(VectorRow row, float score) {}

  private final List<VectorRow> rows;
  private final double averageLength;

  FakeTextSearch(Collection<VectorRow> rows) {
    this.rows = List.copyOf(rows);
    this.averageLength =
        rows.stream().mapToInt(row -> words(row.chunk().text()).size()).average().orElse(1);
  }

  static List<String> words(String text) {
    List<String> words = new ArrayList<>(List.of(NO_WORD.split(text.toLowerCase(Locale.ROOT))));
    words.removeIf(String::isEmpty);
    return words;
  }

  /** Rows with one of the words, best first. */
  List<Match> matches(String query) {
    Set<String> wanted = new HashSet<>(words(query));
    return rows.stream()
        .map(row -> new Match(row, score(words(row.chunk().text()), wanted)))
        .filter(match -> match.score() > 0)
        .sorted(Comparator.comparingDouble(Match::score).reversed())
        .toList();
  }

  private float score(List<String> document, Set<String> wanted) {
    double score = 0;
    for (String word : wanted) {
      long times = document.stream().filter(word::equals).count();
      double saturation =
          times * (K1 + 1) / (times + K1 * (1 - B + B * document.size() / averageLength));
      score += rarity(word) * saturation;
    }
    return (float) score;
  }

  private double rarity(String word) {
    long holders = rows.stream().filter(row -> words(row.chunk().text()).contains(word)).count();
    return Math.log(1 + (rows.size() - holders + 0.5) / (holders + 0.5));
  }
}
