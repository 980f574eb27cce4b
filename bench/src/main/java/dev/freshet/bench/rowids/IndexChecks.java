package dev.freshet.bench.rowids;

import dev.freshet.bench.rowids.TrialTable.Found;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import org.lance.ipc.FullTextQuery;
import org.lance.ipc.ScanOptions;

/**
 * Asks every index and compares with the model. What differs is counted by kind; a query that fails
 * is a problem too. Not thread-safe.
 */
final class IndexChecks {

  private static final int WORDS = 10;
  private static final int LIVE_IDS = 20;
  private static final int DELETED_IDS = 6;
  private static final List<String> COLUMNS = List.of("id", "version");

  private final TrialTable table;
  private final RowModel model;
  private final TrialLog log;
  private final SplittableRandom random;
  private final NeighbourChecks neighbours;

  IndexChecks(TrialTable table, RowModel model, TrialLog log, SplittableRandom random) {
    this.table = table;
    this.model = model;
    this.log = log;
    this.random = random;
    this.neighbours = new NeighbourChecks(table, model, log, random.split());
  }

  /**
   * @param fresh keys of the rows that were written last
   * @param newest version
   */
  void run(Collection<Integer> fresh, long newest) {
    rowCount();
    compare("scan without an index", row -> true, new ScanOptions.Builder());
    ids();
    versions(newest);
    tenants();
    for (int i = 0; i < WORDS; i++) {
      word(RowMaker.word(random.nextInt(RowMaker.WORDS)));
    }
    neighbours.run(fresh, model.someLive(NeighbourChecks.OTHERS, random));
  }

  /** Asks for every word as well. */
  void runAll(Collection<Integer> fresh, long newest) {
    run(fresh, newest);
    for (int number = 0; number < RowMaker.WORDS; number++) {
      word(RowMaker.word(number));
    }
  }

  /** Notes what the searches by vector found over all checks so far. */
  void note() {
    log.figure("recall@10", neighbours.recall());
    log.figure("searches that missed the row they were given", neighbours.missed());
  }

  private void rowCount() {
    try {
      if (table.dataset().countRows() != model.size()) {
        log.problem("number of rows: differs", 1);
      }
    } catch (RuntimeException e) {
      log.failure("number of rows", e);
    }
  }

  private void ids() {
    for (int key : model.someLive(LIVE_IDS, random)) {
      filter("BTREE(id)", "id = '" + TrialRow.id(key) + "'", row -> row.key() == key);
    }
    for (int key : model.someDeleted(DELETED_IDS, random)) {
      filter("BTREE(id)", "id = '" + TrialRow.id(key) + "'", row -> row.key() == key);
    }
  }

  private void versions(long newest) {
    long middle = random.nextLong(newest + 1);
    filter(index("version"), "version = " + middle, row -> row.version() == middle);
    filter(index("version"), "version > " + middle, row -> row.version() > middle);
    filter(
        index("version"),
        "version BETWEEN 1 AND " + middle,
        row -> row.version() >= 1 && row.version() <= middle);
  }

  private String index(String column) {
    return table.variant().extra() == Variant.Extra.ZONE_MAP
        ? "ZONEMAP(" + column + ")"
        : "BTREE(" + column + ")";
  }

  private void tenants() {
    // One more than there are.
    for (int number = 0; number <= RowMaker.TENANTS; number++) {
      String tenant = RowMaker.tenant(number);
      filter("BITMAP(tenant)", "tenant = '" + tenant + "'", row -> row.tenant().equals(tenant));
    }
    filter(
        "BITMAP(tenant)",
        "tenant IN ('t1', 't7')",
        row -> row.tenant().equals("t1") || row.tenant().equals("t7"));
  }

  private void word(String word) {
    compare(
        "INVERTED(text)",
        row -> row.hasWord(word),
        new ScanOptions.Builder()
            .fullTextQuery(FullTextQuery.match(word, "text"))
            .limit(2L * model.size()));
    for (Filter filter : Filter.both(random)) {
      compare(
          "INVERTED(text)" + filter.name(),
          row -> row.hasWord(word) && filter.matches().test(row),
          new ScanOptions.Builder()
              .fullTextQuery(FullTextQuery.match(word, "text"))
              .filter(filter.condition())
              .prefilter(true)
              .limit(2L * model.size()));
    }
  }

  private void filter(String index, String condition, Predicate<TrialRow> expected) {
    compare(index, expected, new ScanOptions.Builder().filter(condition));
  }

  private void compare(String index, Predicate<TrialRow> condition, ScanOptions.Builder options) {
    List<Found> found;
    try {
      found = table.scan(options.columns(COLUMNS).build());
    } catch (Exception e) {
      log.failure(index, e);
      return;
    }
    Set<String> expected = model.ids(condition);
    Set<String> seen = new HashSet<>();
    int twice = 0;
    int wrong = 0;
    int stale = 0;
    for (Found row : found) {
      TrialRow current = model.find(TrialRow.key(row.id()));
      if (!seen.add(row.id())) {
        twice++;
      } else if (!expected.contains(row.id())) {
        wrong++;
      } else if (current == null || current.version() != row.version()) {
        stale++;
      }
    }
    List<String> missing = new ArrayList<>(expected);
    missing.removeAll(seen);
    log.problem(index + ": a row twice", twice);
    log.problem(index + ": a row that does not match", wrong);
    log.problem(index + ": a row of an old version", stale);
    log.problem(index + ": a row is missing", missing.size());
  }
}
