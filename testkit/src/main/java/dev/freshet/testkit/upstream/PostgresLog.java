package dev.freshet.testkit.upstream;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freshet.testkit.upstream.SourceHistory.Commit;
import dev.freshet.testkit.upstream.SourceHistory.Row;
import dev.freshet.testkit.upstream.SourceHistory.RowChange;
import dev.freshet.testkit.upstream.SourceHistory.WindowClosed;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL's write-ahead log, with the default replica identity. A change has the place where it
 * was written, not that of its commit. {@code source.sequence} is the end of the transaction before
 * it, null for the first one after a snapshot, and its own place. The rows of a chunk have no
 * {@code lsn}, and as sequence the place of the change that closes their window (recorded with
 * Debezium 3.6 and PostgreSQL 15).
 */
final class PostgresLog extends ConnectorLog {

  private static final long START = 22_000_000;
  private static final long STRIDE = 512;

  /** What the connector puts into a column of {@code before} that must not be null. */
  private static final Row FILLER = new Row(0, "");

  private @Nullable Long previousCommit;
  private @Nullable Long lastCommit;

  PostgresLog() {
    super("postgresql");
  }

  private static long lsn(long moment) {
    return START + moment * STRIDE;
  }

  @Override
  boolean leavesOutUnchanged(int key) {
    return key % 2 == 0;
  }

  @Override
  @Nullable Row before(RowChange change) {
    boolean keyOnly = change.to() == null || !change.to().equals(change.from());
    return change.before() != null && keyOnly ? FILLER : null;
  }

  @Override
  void committed(Commit commit) {
    previousCommit = lastCommit;
    lastCommit = lsn(commit.moment()) + 48;
  }

  @Override
  void snapshot(ObjectNode source, long moment) {
    position(source, null, lsn(moment));
    source.put("lsn", lsn(moment)).put("txId", 700);
  }

  @Override
  void change(ObjectNode source, Commit commit, RowChange change) {
    long lsn = lsn(change.written()) + 40L * change.ordinal();
    position(source, previousCommit, lsn);
    source.put("lsn", lsn).put("txId", 700 + commit.number());
  }

  @Override
  void windowClosed(ObjectNode source, WindowClosed closed) {
    long lsn = lsn(closed.moment());
    position(source, lsn, lsn);
    source.putNull("lsn").putNull("txId");
    lastCommit = lsn + 48;
  }

  private static void position(ObjectNode source, @Nullable Long committed, long lsn) {
    String first = committed == null ? "null" : "\"" + committed + "\"";
    source.put("schema", "public").put("sequence", "[" + first + ",\"" + lsn + "\"]");
  }
}
