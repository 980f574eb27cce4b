package dev.freshet.search;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** Keeps one record from filling a list of hits. */
final class RecordGroups {

  private RecordGroups() {}

  /**
   * The best hits, in their order.
   *
   * @param ranked best first
   * @param perRecord most hits of one record; empty for any number
   * @param k most hits
   */
  static List<SearchHit> best(List<SearchHit> ranked, OptionalInt perRecord, int k) {
    Map<String, Integer> seen = new HashMap<>();
    int most = perRecord.orElse(Integer.MAX_VALUE);
    return ranked.stream()
        .filter(hit -> seen.merge(hit.key(), 1, Integer::sum) <= most)
        .limit(k)
        .toList();
  }
}
