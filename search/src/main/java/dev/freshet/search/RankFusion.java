package dev.freshet.search;

import dev.freshet.core.vector.Hit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Merges two rankings whose scores cannot be compared: a hit counts {@code 1 / (60 + rank)} in each
 * ranking that has it. Reciprocal rank fusion, with the constant of Cormack, Clarke and Büttcher,
 * "Reciprocal Rank Fusion outperforms Condorcet and individual Rank Learning Methods", SIGIR 2009.
 */
final class RankFusion {

  private static final int SMOOTHING = 60;

  private RankFusion() {}

  /**
   * All hits of both rankings, best first; of two with the same score, the one nearer in meaning.
   *
   * @param near hits by distance, nearest first
   * @param worded hits by their words, best first
   */
  static List<SearchHit> fuse(List<Hit> near, List<Hit> worded) {
    Map<String, Hit> hits = new LinkedHashMap<>();
    Map<String, Float> distances = new HashMap<>();
    Map<String, Double> scores = new HashMap<>();
    near.forEach(hit -> distances.put(hit.id(), hit.distance()));
    for (List<Hit> ranking : List.of(near, worded)) {
      for (int rank = 1; rank <= ranking.size(); rank++) {
        Hit hit = ranking.get(rank - 1);
        hits.putIfAbsent(hit.id(), hit);
        scores.merge(hit.id(), 1.0 / (SMOOTHING + rank), Double::sum);
      }
    }
    List<SearchHit> fused = new ArrayList<>();
    hits.forEach(
        (id, hit) -> fused.add(SearchHit.of(hit, scores.get(id).floatValue(), distances.get(id))));
    fused.sort(Comparator.comparingDouble(SearchHit::score).reversed());
    return fused;
  }
}
