package dev.freshet.search;

import dev.freshet.core.vector.Hit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Merges two rankings by their scores, each brought to 0 to 1: by words the part of the best score,
 * by meaning the place between the best hit and the last of the first {@value #HEAD}. A hit that
 * one ranking lacks has 0 there. The result is the weighted sum.
 *
 * <p>Only the first {@value #HEAD} of each ranking are merged; hits beyond follow by their place.
 * So how many hits are asked for does not change their order.
 */
final class ScoreFusion {

  /** How many hits of each ranking are merged. */
  static final int HEAD = 100;

  private final Weights weights;
  private final Map<String, Hit> hits = new LinkedHashMap<>();
  private final Map<String, Double> scores = new HashMap<>();
  private final Map<String, Float> distances = new HashMap<>();

  private ScoreFusion(Weights weights) {
    this.weights = weights;
  }

  /**
   * All hits of both rankings, best first; equal ones by key and ordinal.
   *
   * @param near hits by distance, nearest first
   * @param worded hits by their words, best first
   */
  static List<Ranked> fuse(List<Hit> near, List<Hit> worded, Weights weights) {
    ScoreFusion fusion = new ScoreFusion(weights);
    fusion.addNear(head(near));
    fusion.addWorded(head(worded));
    near.forEach(hit -> fusion.distances.put(hit.id(), hit.distance()));
    List<Ranked> fused = fusion.merged();
    fused.addAll(fusion.rest(near, worded));
    return fused;
  }

  private static List<Hit> head(List<Hit> ranking) {
    return ranking.subList(0, Math.min(HEAD, ranking.size()));
  }

  private void addNear(List<Hit> head) {
    if (head.isEmpty()) {
      return;
    }
    double best = head.get(0).score();
    double last = head.get(head.size() - 1).score();
    for (Hit hit : head) {
      add(hit, weights.vector() * (best > last ? (hit.score() - last) / (best - last) : 1));
    }
  }

  private void addWorded(List<Hit> head) {
    for (Hit hit : head) {
      add(hit, weights.text() * hit.score() / head.get(0).score());
    }
  }

  private void add(Hit hit, double part) {
    hits.putIfAbsent(hit.id(), hit);
    scores.merge(hit.id(), part, Double::sum);
  }

  private List<Ranked> merged() {
    List<Ranked> merged = new ArrayList<>();
    hits.forEach((id, hit) -> merged.add(ranked(hit, scores.get(id))));
    merged.sort(
        Comparator.comparingDouble((Ranked ranked) -> -scores.get(ranked.hit().id()))
            .thenComparing(Ranked::key)
            .thenComparingInt(ranked -> ranked.hit().chunkIndex()));
    return merged;
  }

  /** Hits beyond the heads, one of each ranking in turn, with the score 0. */
  private List<Ranked> rest(List<Hit> near, List<Hit> worded) {
    Set<String> seen = new LinkedHashSet<>(hits.keySet());
    List<Ranked> rest = new ArrayList<>();
    for (int rank = HEAD; rank < Math.max(near.size(), worded.size()); rank++) {
      for (List<Hit> ranking : List.of(near, worded)) {
        if (rank < ranking.size() && seen.add(ranking.get(rank).id())) {
          rest.add(ranked(ranking.get(rank), 0));
        }
      }
    }
    return rest;
  }

  private Ranked ranked(Hit hit, double score) {
    return new Ranked(hit, (float) score, distances.get(hit.id()));
  }
}
