package dev.freshet.testkit.upstream;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freshet.testkit.upstream.SourceHistory.Commit;
import dev.freshet.testkit.upstream.SourceHistory.Row;
import dev.freshet.testkit.upstream.SourceHistory.RowChange;
import dev.freshet.testkit.upstream.SourceHistory.WindowClosed;
import org.jspecify.annotations.Nullable;

/**
 * How one database logs changes and how its connector writes them. The methods {@link #committed},
 * {@link #snapshot}, {@link #change} and {@link #windowClosed} are called in the order of the log;
 * each adds its position to a {@code source} block.
 */
abstract class ConnectorLog {

  static final String UNAVAILABLE = "__debezium_unavailable_value";

  private static final long START_MILLIS = 1_795_000_000_000L;

  private final String connector;

  ConnectorLog(String connector) {
    this.connector = connector;
  }

  final String connector() {
    return connector;
  }

  /** The clock of the database, which several transactions share. */
  long millis(long moment) {
    return START_MILLIS + moment * 7;
  }

  /** Whether an update may move a row to another key. */
  boolean movesRows() {
    return true;
  }

  /** Whether a change's key is in its message key only. */
  boolean keyInMessageOnly() {
    return false;
  }

  /** Whether a late copy of any range of lines can be told from new changes. */
  boolean ordersWithinTransaction() {
    return true;
  }

  /** Whether an unchanged {@code body} of this row is left out. */
  boolean leavesOutUnchanged(int key) {
    return false;
  }

  /** What {@code before} of an update or a delete shows; null for nothing. */
  @Nullable Row before(RowChange change) {
    return change.before();
  }

  /** The log gets the changes of a transaction. */
  void committed(Commit commit) {}

  /** The position at which the capture began. */
  abstract void snapshot(ObjectNode source, long moment);

  /** The position of a change. */
  abstract void change(ObjectNode source, Commit commit, RowChange change);

  /** The position of the rows of a chunk: that of the commit which closes its window. */
  abstract void windowClosed(ObjectNode source, WindowClosed closed);
}
