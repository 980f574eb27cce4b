package dev.freshet.testkit.upstream;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freshet.testkit.upstream.SourceHistory.Commit;
import dev.freshet.testkit.upstream.SourceHistory.RowChange;
import dev.freshet.testkit.upstream.SourceHistory.WindowClosed;

/**
 * Oracle's redo log. Several changes share a system change number; the address of the redo record
 * and the number in it tell them apart. An unchanged large object is left out, in {@code before}
 * too.
 */
final class OracleLog extends ConnectorLog {

  private static final long START = 9_223_372_036_854_000_000L;

  OracleLog() {
    super("oracle");
  }

  private static String scn(long moment) {
    return Long.toString(START + moment / 3);
  }

  @Override
  boolean leavesOutUnchanged(int key) {
    return key % 2 == 0;
  }

  @Override
  void snapshot(ObjectNode source, long moment) {
    read(source, moment);
  }

  @Override
  void change(ObjectNode source, Commit commit, RowChange change) {
    long written = change.written();
    source
        .put("schema", "APP")
        .put("txId", String.format("0a00%012x", commit.number()))
        .put("scn", scn(written))
        .put("commit_scn", scn(commit.moment()))
        .putNull("lcr_position")
        .put("rs_id", String.format("0x%06x.%08x.%04x", 31 + written / 900, written % 900, 16))
        .put("ssn", change.ordinal())
        .put("redo_thread", 1);
  }

  @Override
  void windowClosed(ObjectNode source, WindowClosed closed) {
    read(source, closed.moment());
  }

  private static void read(ObjectNode source, long moment) {
    source
        .put("schema", "APP")
        .putNull("txId")
        .put("scn", scn(moment))
        .putNull("commit_scn")
        .putNull("lcr_position")
        .putNull("rs_id")
        .put("ssn", 0)
        .putNull("redo_thread");
  }
}
