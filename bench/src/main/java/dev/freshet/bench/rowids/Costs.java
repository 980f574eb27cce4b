package dev.freshet.bench.rowids;

import dev.freshet.bench.rowids.RowUpdate.Change;
import java.util.List;
import java.util.SplittableRandom;
import org.lance.ipc.FullTextQuery;
import org.lance.ipc.ScanOptions;

/** What maintenance takes, and searches afterwards, on a table that is large enough to tell. */
final class Costs {

  private static final long SEED = 31;
  private static final int DIMENSION = 128;
  private static final int ROWS = 30_000;
  private static final int ROWS_PER_FILE = 10_000;
  private static final int CYCLES = 3;
  private static final int BATCHES = 4;
  private static final int BATCH_ROWS = 300;
  private static final int SEARCHES = 150;

  private final Variant variant;
  private final String uri;
  private final TrialLog log;
  private final SplittableRandom random = new SplittableRandom(SEED);
  private final RowMaker maker = new RowMaker(SEED, DIMENSION);
  private final RowModel model = new RowModel();

  Costs(Variant variant, String uri, TrialLog log) {
    this.variant = variant;
    this.uri = uri;
    this.log = log;
  }

  void run() throws Exception {
    log.enter(0, "create");
    List<TrialRow> rows = maker.rows(0, ROWS, 0);
    model.apply(new Change(rows, List.of()));
    try (TrialTable table = TrialTable.create(uri, variant, DIMENSION, rows, ROWS_PER_FILE)) {
      TrialIndexes indexes = new TrialIndexes(table);
      timed(0, "create indexes", indexes::create);
      for (int cycle = 1; cycle <= CYCLES; cycle++) {
        for (int batch = 1; batch <= BATCHES; batch++) {
          if (!update(table, cycle)) {
            return;
          }
          timed(cycle, "extend", indexes::extend);
        }
        timed(cycle, "merge", indexes::merge);
        timed(cycle, "compact indexed fragments", table::compact);
      }
      search(table);
    }
  }

  private boolean update(TrialTable table, int cycle) throws Exception {
    log.enter(cycle, "update");
    List<TrialRow> rows =
        model.someLive(BATCH_ROWS, random).stream().map(key -> maker.row(key, cycle)).toList();
    long started = System.nanoTime();
    try {
      RowUpdate update = RowUpdate.of(variant);
      for (Change part : update.commits(new Change(rows, List.of()))) {
        update.commit(table, part);
      }
    } catch (Exception e) {
      log.failure("update", e);
      log.stuck("an update failed");
      return false;
    }
    log.took("update", started);
    model.apply(new Change(rows, List.of()));
    return true;
  }

  private void timed(int cycle, String name, Runnable call) throws Exception {
    log.enter(cycle, name);
    long started = System.nanoTime();
    try {
      call.run();
      log.took(name, started);
    } catch (RuntimeException e) {
      log.failure(name, e);
    }
  }

  private void search(TrialTable table) throws Exception {
    log.enter(CYCLES, "search");
    for (int key : model.someLive(SEARCHES, random)) {
      TrialRow row = maker.row(key, CYCLES);
      ask(
          table,
          "search by vector",
          new ScanOptions.Builder()
              .columns(List.of("id", "version", "_distance"))
              .nearest(NeighbourChecks.nearest(row.vector())));
      ask(
          table,
          "search by word",
          new ScanOptions.Builder()
              .columns(List.of("id", "version"))
              .fullTextQuery(FullTextQuery.match(row.text(), "text"))
              .limit(NeighbourChecks.K));
      ask(
          table,
          "look up by id",
          new ScanOptions.Builder()
              .columns(List.of("id", "version"))
              .filter("id = '" + row.id() + "'"));
    }
  }

  private void ask(TrialTable table, String name, ScanOptions.Builder options) {
    long started = System.nanoTime();
    try {
      table.scan(options.build());
      log.took(name, started);
    } catch (Exception e) {
      log.failure(name, e);
    }
  }
}
