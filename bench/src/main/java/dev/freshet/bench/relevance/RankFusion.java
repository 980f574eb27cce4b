package dev.freshet.bench.relevance;

import dev.freshet.search.SearchHit;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reciprocal rank fusion with equal weights, as hybrid searches were merged before: a hit counts
 * {@code 1 / (60 + rank)} in each ranking that has it. Cormack, Clarke and Büttcher, SIGIR 2009.
 */
final class RankFusion {

  private static final int SMOOTHING = 60;

  private RankFusion() {}

  /** The keys of both rankings, best first. */
  static List<String> fuse(List<SearchHit> near, List<SearchHit> worded) {
    Map<String, Double> scores = new HashMap<>();
    for (List<SearchHit> ranking : List.of(near, worded)) {
      for (int rank = 1; rank <= ranking.size(); rank++) {
        scores.merge(ranking.get(rank - 1).key(), 1.0 / (SMOOTHING + rank), Double::sum);
      }
    }
    return scores.entrySet().stream()
        .sorted(
            Map.Entry.<String, Double>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()))
        .map(Map.Entry::getKey)
        .toList();
  }
}
