package dev.freshet.testkit.upstream;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A random history of a table with rows {@code (id, stock, body)}: transactions that are open side
 * by side, lock the rows they write and commit in any order, and the moments at which a connector
 * takes its snapshots. Every write and commit has a moment of its own, in the order in which a
 * database would log them. The same seed gives the same history.
 */
final class SourceHistory {

  private static final int KEYS = 40;

  /** Some histories end soon after a snapshot, so that little hides what happened around it. */
  private static final List<Integer> COMMITS = List.of(17, 19, 75, 80, 120, 120);

  private static final int OPEN_MAX = 4;
  private static final int CHUNK = 8;

  /** Commits before the snapshot, and before the snapshot that a signal asks for. */
  private static final int SNAPSHOT_AT = 15;

  private static final int SIGNAL_AT = 60;

  /** A row without its key. */
  record Row(int stock, String body) {}

  /**
   * A change of one row.
   *
   * @param from key before the change; null for an insert
   * @param to key after the change; null for a delete. Another one than {@code from} if the change
   *     moves the row
   * @param before the row before an update or a delete
   * @param after the row after an insert or an update
   * @param written moment
   * @param ordinal the row's place among the rows of its statement, from 0
   */
  record RowChange(
      @Nullable Integer from,
      @Nullable Integer to,
      @Nullable Row before,
      @Nullable Row after,
      long written,
      int ordinal) {}

  /** What a connector meets, in order. */
  sealed interface Step {}

  /** The end of a transaction. */
  record Commit(long number, long moment, List<RowChange> changes) implements Step {}

  /** The snapshot with which the capture begins: it reads these rows. */
  record Snapshot(long moment, Map<Integer, Row> rows) implements Step {}

  /** A chunk's window opens: what changes from now on is newer than the chunk. */
  record WindowOpened() implements Step {}

  /** The chunk's rows are read. */
  record ChunkRead(Map<Integer, Row> rows) implements Step {}

  /** The window closes with a commit of its own in the log. */
  record WindowClosed(long number, long moment) implements Step {}

  private final Random random;
  private final boolean movesRows;
  private final List<Step> steps = new ArrayList<>();
  private final List<Open> open = new ArrayList<>();
  private TreeMap<Integer, Row> committed = new TreeMap<>();
  private long moment;
  private long transactions;

  private SourceHistory(Random random, boolean movesRows) {
    this.random = random;
    this.movesRows = movesRows;
  }

  /**
   * A history.
   *
   * @param movesRows whether an update may change a row's key
   */
  static SourceHistory of(Random random, boolean movesRows) {
    SourceHistory history = new SourceHistory(random, movesRows);
    history.run();
    return history;
  }

  List<Step> steps() {
    return steps;
  }

  /** The table in the end. */
  Map<Integer, Row> rows() {
    return committed;
  }

  private void run() {
    boolean snapshot = false;
    boolean signalled = false;
    int commits = 0;
    int enough = COMMITS.get(random.nextInt(COMMITS.size()));
    while (commits < enough) {
      if (!snapshot && commits == SNAPSHOT_AT) {
        snapshot = true;
        steps.add(new Snapshot(momentApart(), Map.copyOf(committed)));
      }
      if (!signalled && commits >= SIGNAL_AT) {
        signalled = true;
        commits += chunks();
      }
      commits += act();
    }
    while (!open.isEmpty()) {
      commit(open.get(0));
    }
  }

  /** The whole table in chunks, while the transactions go on. Returns how many committed. */
  private int chunks() {
    int commits = 0;
    for (int first = 0; first < KEYS; first += CHUNK) {
      commits += acts();
      moment++;
      steps.add(new WindowOpened());
      commits += acts();
      steps.add(new ChunkRead(Map.copyOf(committed.subMap(first, first + CHUNK))));
      commits += acts();
      steps.add(new WindowClosed(++transactions, momentApart()));
    }
    return commits;
  }

  /** A moment that no write or commit shares, also not in a log that counts in threes. */
  private long momentApart() {
    long apart = moment / 3 * 3 + 3;
    moment = apart + 3;
    return apart;
  }

  private int acts() {
    int commits = 0;
    for (int i = random.nextInt(5); i > 0; i--) {
      commits += act();
    }
    return commits;
  }

  /** Something happens; returns 1 if a transaction committed. */
  private int act() {
    if (open.size() < OPEN_MAX && random.nextInt(3) == 0) {
      open.add(new Open());
    }
    if (open.isEmpty()) {
      return 0;
    }
    Open transaction = open.get(random.nextInt(open.size()));
    if (random.nextInt(3) > 0) {
      transaction.statement();
      return 0;
    }
    if (random.nextInt(12) == 0) {
      open.remove(transaction);
      return 0;
    }
    return transaction.changes.isEmpty() ? 0 : commit(transaction);
  }

  private int commit(Open transaction) {
    open.remove(transaction);
    committed = new TreeMap<>(committed);
    for (RowChange change : transaction.changes) {
      if (change.from() != null) {
        committed.remove(change.from());
      }
      if (change.to() != null) {
        committed.put(change.to(), change.after());
      }
    }
    moment++;
    steps.add(new Commit(++transactions, moment++, List.copyOf(transaction.changes)));
    return 1;
  }

  /** A transaction under way. It sees its own changes; no other transaction may write its rows. */
  private final class Open {

    private final List<RowChange> changes = new ArrayList<>();
    private final Set<Integer> locked = new TreeSet<>();
    private final Map<Integer, @Nullable Row> own = new TreeMap<>();

    private @Nullable Row row(int key) {
      return own.containsKey(key) ? own.get(key) : committed.get(key);
    }

    private boolean mayWrite(int key) {
      return open.stream().noneMatch(other -> other != this && other.locked.contains(key));
    }

    private int key() {
      return locked.isEmpty() || random.nextInt(3) > 0
          ? random.nextInt(KEYS)
          : List.copyOf(locked).get(random.nextInt(locked.size()));
    }

    /** One statement, which writes one row or a few. */
    void statement() {
      int key = key();
      switch (random.nextInt(10)) {
        case 0, 1 -> delete(key, 0);
        case 2 -> {
          if (delete(key, 0)) {
            insert(key, 0);
          }
        }
        case 3 -> move(key);
        case 4, 5 -> several(key);
        default -> upsert(key, 0);
      }
    }

    /** An update of some rows with keys that follow each other. */
    private void several(int key) {
      int ordinal = 0;
      for (int next = key; next < Math.min(KEYS, key + 4); next++) {
        if (row(next) != null && mayWrite(next)) {
          update(next, ordinal++);
        }
      }
    }

    private void upsert(int key, int ordinal) {
      if (mayWrite(key)) {
        if (row(key) == null) {
          insert(key, ordinal);
        } else {
          update(key, ordinal);
        }
      }
    }

    private void insert(int key, int ordinal) {
      write(null, key, null, new Row(random.nextInt(100), body(key)), ordinal);
    }

    /** Two of three updates leave the large column alone. */
    private void update(int key, int ordinal) {
      Row row = row(key);
      String body = random.nextInt(3) > 0 ? row.body() : body(key);
      write(key, key, row, new Row(random.nextInt(100), body), ordinal);
    }

    private boolean delete(int key, int ordinal) {
      Row row = row(key);
      if (row == null || !mayWrite(key)) {
        return false;
      }
      write(key, null, row, null, ordinal);
      return true;
    }

    private void move(int key) {
      int to = random.nextInt(KEYS);
      Row row = row(key);
      if (movesRows && row != null && row(to) == null && mayWrite(key) && mayWrite(to)) {
        write(key, to, row, row, 0);
      }
    }

    private void write(
        @Nullable Integer from,
        @Nullable Integer to,
        @Nullable Row before,
        @Nullable Row after,
        int ordinal) {
      changes.add(
          new RowChange(from, to, before, after, ordinal == 0 ? ++moment : moment, ordinal));
      if (from != null) {
        locked.add(from);
        own.put(from, null);
      }
      if (to != null) {
        locked.add(to);
        own.put(to, after);
      }
    }

    private String body(int key) {
      return "body of " + key + " written at " + moment;
    }
  }
}
