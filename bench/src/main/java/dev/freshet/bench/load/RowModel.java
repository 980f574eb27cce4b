package dev.freshet.bench.load;

import dev.freshet.bench.load.contender.Contender;
import dev.freshet.bench.load.contender.Found;
import dev.freshet.bench.load.contender.Row;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What an index must hold: the rows as loaded, and what was written since. Thread-safe, but a check
 * is only true while nothing is written.
 */
final class RowModel {

  /** Of the rows as loaded. */
  static final long LOADED = 1;

  /** Distances of the same pair differ by rounding between an index and a plain sum. */
  private static final float SLACK = 1e-5f;

  /** What was written since, by key; null where the record was deleted. */
  private final Map<Integer, Row> written = new HashMap<>();

  private final Set<Integer> deleted = new HashSet<>();

  synchronized void apply(List<Row> rows, List<Integer> gone) {
    for (Row row : rows) {
      written.put(row.key(), row);
      deleted.remove(row.key());
    }
    for (int key : gone) {
      written.remove(key);
      deleted.add(key);
    }
  }

  synchronized boolean holds(int key) {
    return !deleted.contains(key);
  }

  private long version(int key) {
    if (deleted.contains(key)) {
      return 0;
    }
    Row row = written.get(key);
    return row == null ? LOADED : row.version();
  }

  /**
   * What searches found of what they should.
   *
   * @param recall share of the true nearest rows
   * @param wrong hits that are deleted, outdated or there twice
   * @param questions asked
   */
  record Checked(double recall, int wrong, int questions) {}

  /** Asks all questions, one after the other. */
  synchronized Checked check(Contender contender, List<LabelledQuestion> questions, int k)
      throws Exception {
    long found = 0;
    int wrong = 0;
    for (LabelledQuestion question : questions) {
      Set<Integer> truth = truth(question, k);
      Set<Integer> seen = new HashSet<>();
      int right = 0;
      for (Found hit : contender.search(question.vector(), k)) {
        if (hit.version() != version(hit.key()) || !seen.add(hit.key())) {
          wrong++;
        } else if (truth.contains(hit.key())) {
          right++;
        }
      }
      found += Math.min(right, k);
    }
    return new Checked((double) found / ((long) questions.size() * k), wrong, questions.size());
  }

  private record Near(int key, float similarity) {}

  /** The rows that may be among the first {@code k}: more than {@code k} if some are as near. */
  private Set<Integer> truth(LabelledQuestion question, int k) {
    List<Near> near = new ArrayList<>();
    for (int i = 0; i < question.keys().length; i++) {
      if (version(question.keys()[i]) == LOADED) {
        near.add(new Near(question.keys()[i], question.similarities()[i]));
      }
    }
    for (Row row : written.values()) {
      near.add(new Near(row.key(), question.similarity(row.vector())));
    }
    near.sort((a, b) -> Float.compare(b.similarity(), a.similarity()));
    float last = question.similarities()[question.similarities().length - 1];
    if (near.size() < k || near.get(k - 1).similarity() < last) {
      throw new IllegalStateException(
          "Too many rows were written to know the nearest %d of %d".formatted(k, near.size()));
    }
    float least = near.get(k - 1).similarity() - SLACK;
    Set<Integer> truth = new HashSet<>();
    for (Near each : near) {
      if (each.similarity() >= least) {
        truth.add(each.key());
      }
    }
    return truth;
  }
}
