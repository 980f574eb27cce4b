package dev.freshet.bench.rowids;

import dev.freshet.bench.rowids.RowUpdate.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Updates, deletions, returns of deleted rows and every kind of maintenance, in turn; after each
 * step every index is asked. The periods have no common factor, so that steps meet in many orders.
 */
final class Soak {

  private static final int ROUNDS = 45;

  private static final long SEED = 29;
  private static final int DIMENSION = 64;
  private static final int ROWS = 5_000;
  private static final int ROWS_PER_FILE = 2_000;
  private static final int UPDATED = 80;
  private static final int RETURNED = 10;
  private static final int ADDED = 10;
  private static final int REMOVED = 20;
  private static final int EXTEND_EVERY = 3;
  private static final int COMPACT_EVERY = 7;
  private static final int MERGE_EVERY = 11;
  private static final int RETRAIN_EVERY = 17;

  /** A write that failed as often in a row does not heal. */
  private static final int FAILED_WRITES_MAX = 5;

  private final Variant variant;
  private final String uri;
  private final TrialLog log;
  private final SplittableRandom random = new SplittableRandom(SEED);
  private final RowMaker maker = new RowMaker(SEED, DIMENSION);
  private final RowModel model = new RowModel();
  private final RowUpdate update;
  private List<Integer> fresh = List.of();
  private int nextKey = ROWS;
  private int failedWrites;

  Soak(Variant variant, String uri, TrialLog log) {
    this.variant = variant;
    this.uri = uri;
    this.log = log;
    this.update = RowUpdate.of(variant);
  }

  void run() throws Exception {
    log.enter(0, "create");
    List<TrialRow> rows = maker.rows(0, ROWS, 0);
    model.apply(new Change(rows, List.of()));
    try (TrialTable table = TrialTable.create(uri, variant, DIMENSION, rows, ROWS_PER_FILE)) {
      log.enter(0, "create indexes");
      TrialIndexes indexes = new TrialIndexes(table);
      indexes.create();
      IndexChecks checks = new IndexChecks(table, model, log, random.split());
      checks.run(fresh, 0);
      for (int round = 1; round <= ROUNDS && failedWrites < FAILED_WRITES_MAX; round++) {
        write(table, checks, round);
        maintain(table, indexes, checks, round);
      }
      log.enter(ROUNDS, "reopened");
      try (TrialTable again = table.reopened()) {
        new IndexChecks(again, model, log, random.split()).runAll(fresh, ROUNDS);
      }
      checks.note();
    }
  }

  private void write(TrialTable table, IndexChecks checks, int round) throws Exception {
    log.enter(round, "update");
    List<Integer> live = model.someLive(UPDATED + REMOVED, random);
    List<Integer> removed = live.subList(0, REMOVED);
    List<Integer> written = new ArrayList<>(live.subList(REMOVED, live.size()));
    written.addAll(model.someDeleted(RETURNED, random));
    for (int i = 0; i < ADDED; i++) {
      written.add(nextKey++);
    }
    List<TrialRow> rows = written.stream().map(key -> maker.row(key, round)).toList();
    commit(table, new Change(rows, removed));
    checks.run(fresh, round);
  }

  private void commit(TrialTable table, Change change) throws Exception {
    long started = System.nanoTime();
    try {
      for (Change part : update.commits(change)) {
        update.commit(table, part);
        model.apply(part);
      }
    } catch (Exception e) {
      log.failure("update", e);
      failedWrites++;
      if (failedWrites == FAILED_WRITES_MAX) {
        log.stuck(FAILED_WRITES_MAX + " updates in a row failed");
      }
      return;
    }
    failedWrites = 0;
    log.took("update", started);
    fresh = change.written().stream().map(TrialRow::key).toList();
  }

  private void maintain(TrialTable table, TrialIndexes indexes, IndexChecks checks, int round)
      throws Exception {
    if (round % COMPACT_EVERY == 0) {
      step("compact", table::compact, checks, round);
    }
    if (round % EXTEND_EVERY == 0) {
      step("extend", indexes::extend, checks, round);
    }
    if (round % MERGE_EVERY == 0) {
      step("merge", indexes::merge, checks, round);
    }
    if (round % RETRAIN_EVERY == 0) {
      step("retrain", indexes::createVector, checks, round);
    }
  }

  private void step(String name, Runnable call, IndexChecks checks, int round) throws Exception {
    log.enter(round, name);
    long started = System.nanoTime();
    try {
      call.run();
      log.took(name, started);
    } catch (RuntimeException e) {
      log.failure(name, e);
    }
    checks.run(fresh, round);
  }
}
