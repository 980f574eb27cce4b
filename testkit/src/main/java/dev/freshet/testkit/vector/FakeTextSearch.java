package dev.freshet.testkit.vector;

import dev.freshet.core.vector.VectorRow;
import dev.freshet.core.words.SearchWords;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** Okapi BM25 over a few rows (Robertson and Zaragoza, 2009), with k1 = 1.2 and b = 0.75. */
final class FakeTextSearch {

  private static final double K1 = 1.2;
  private static final double B = 0.75;

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
    return SearchWords.ofText(text).list();
  }

  /** Rows with one of the words, best first. */
  List<Match> matches(String query) {
    Set<String> wanted = Set.copyOf(SearchWords.ofQuestion(query).list());
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
