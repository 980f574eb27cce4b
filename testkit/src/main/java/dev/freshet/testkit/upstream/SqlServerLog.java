package dev.freshet.testkit.upstream;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freshet.testkit.upstream.SourceHistory.Commit;
import dev.freshet.testkit.upstream.SourceHistory.RowChange;
import dev.freshet.testkit.upstream.SourceHistory.WindowClosed;

/**
 * SQL Server's change tables: the place of the commit, that of the change, and a number for the
 * rows that one change makes. An update has the number 2, its old row would have been 1; a moved
 * row is a delete with 1 and an insert with 2. Reads have a commit's place only.
 */
final class SqlServerLog extends ConnectorLog {

  SqlServerLog() {
    super("sqlserver");
  }

  /** Three numbers in hexadecimal, of which the last two run over. */
  private static String lsn(long moment) {
    long place = moment * 7;
    return String.format("%08x:%08x:%04x", 39 + (place >> 10), (place >> 3) & 0x7f, place & 7);
  }

  @Override
  void snapshot(ObjectNode source, long moment) {
    read(source, moment);
  }

  @Override
  void change(ObjectNode source, Commit commit, RowChange change) {
    boolean update = change.from() != null && change.from().equals(change.to());
    source
        .put("schema", "dbo")
        .put("change_lsn", lsn(change.written()))
        .put("commit_lsn", lsn(commit.moment()))
        .put("event_serial_no", (update ? 2 : 1) + 2 * change.ordinal());
  }

  @Override
  void windowClosed(ObjectNode source, WindowClosed closed) {
    read(source, closed.moment());
  }

  private static void read(ObjectNode source, long moment) {
    source
        .put("schema", "dbo")
        .putNull("change_lsn")
        .put("commit_lsn", lsn(moment))
        .putNull("event_serial_no");
  }
}
