package dev.freshet.bench.rowids;

import dev.freshet.bench.rowids.TrialTable.Found;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import org.lance.index.DistanceType;
import org.lance.ipc.Query;
import org.lance.ipc.ScanOptions;

/** Asks the vector index for the neighbours of rows and compares with the model. */
final class NeighbourChecks {

  static final int K = 10;

  /** How many rows that were not written last are looked for. */
  static final int OTHERS = 5;

  private static final String INDEX = "IVF_HNSW_SQ";
  private static final int FRESH = 6;
  private static final int EF = 150;
  private static final int EF_WIDE = 2_000;
  private static final int REFINE = 3;

  /** The library computes with single precision. */
  private static final double DISTANCE_ERROR = 1e-3;

  private final TrialTable table;
  private final RowModel model;
  private final TrialLog log;
  private final SplittableRandom random;
  private long asked;
  private long agreed;
  private long missed;

  NeighbourChecks(TrialTable table, RowModel model, TrialLog log, SplittableRandom random) {
    this.table = table;
    this.model = model;
    this.log = log;
    this.random = random;
  }

  double recall() {
    return asked == 0 ? 1 : (double) agreed / asked;
  }

  /** Searches that missed the row whose vector they were given. */
  long missed() {
    return missed;
  }

  void run(Collection<Integer> fresh, Collection<Integer> others) {
    fresh.stream().limit(FRESH).forEach(this::ask);
    others.forEach(this::ask);
  }

  private void ask(int key) {
    TrialRow row = model.find(key);
    if (row == null) {
      return;
    }
    check(row, "", any -> true, new ScanOptions.Builder());
    for (Filter filter : Filter.both(random)) {
      check(
          row,
          filter.name(),
          filter.matches(),
          new ScanOptions.Builder().filter(filter.condition()).prefilter(true));
    }
  }

  private void check(
      TrialRow row, String how, Predicate<TrialRow> condition, ScanOptions.Builder options) {
    List<Found> found;
    try {
      found =
          table.scan(
              options
                  .columns(List.of("id", "version", "_distance"))
                  .nearest(nearest(row.vector()))
                  .build());
    } catch (Exception e) {
      log.failure(INDEX + how, e);
      return;
    }
    Set<String> seen = new HashSet<>();
    for (Found hit : found) {
      TrialRow current = model.find(TrialRow.key(hit.id()));
      if (!seen.add(hit.id())) {
        log.problem(INDEX + how + ": a row twice", 1);
      } else if (current == null || !condition.test(current)) {
        log.problem(INDEX + how + ": a row that does not match", 1);
      } else if (current.version() != hit.version()) {
        log.problem(INDEX + how + ": a row of an old version", 1);
      } else if (Math.abs(current.squaredDistance(row.vector()) - hit.distance())
          > DISTANCE_ERROR * (1 + hit.distance())) {
        log.problem(INDEX + how + ": a distance to another vector", 1);
      }
    }
    if (found.size() != Math.min(K, model.ids(condition).size())) {
      log.problem(INDEX + how + ": fewer hits than asked for", 1);
    }
    if (condition.test(row) && !seen.contains(row.id())) {
      missed++;
      if (!findsWidely(row, options)) {
        log.problem(INDEX + how + ": a row is not found by its own vector", 1);
      }
    }
    Set<String> exact = model.nearest(row.vector(), K, condition);
    asked += exact.size();
    exact.retainAll(seen);
    agreed += exact.size();
  }

  /** A graph misses a row now and then, one that is in it is found by a wider search. */
  private boolean findsWidely(TrialRow row, ScanOptions.Builder options) {
    try {
      return table.scan(options.nearest(nearest(row.vector(), EF_WIDE)).build()).stream()
          .anyMatch(hit -> hit.id().equals(row.id()));
    } catch (Exception e) {
      log.failure(INDEX, e);
      return false;
    }
  }

  static Query nearest(float[] vector) {
    return nearest(vector, EF);
  }

  private static Query nearest(float[] vector, int ef) {
    return new Query.Builder()
        .setColumn("vector")
        .setKey(vector)
        .setK(K)
        .setNprobes(TrialIndexes.PARTITIONS)
        .setEf(ef)
        .setRefineFactor(REFINE)
        .setDistanceType(DistanceType.L2)
        .setUseIndex(true)
        .build();
  }
}
