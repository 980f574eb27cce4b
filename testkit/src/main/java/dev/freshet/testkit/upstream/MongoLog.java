package dev.freshet.testkit.upstream;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freshet.testkit.upstream.SourceHistory.Commit;
import dev.freshet.testkit.upstream.SourceHistory.Row;
import dev.freshet.testkit.upstream.SourceHistory.RowChange;
import dev.freshet.testkit.upstream.SourceHistory.WindowClosed;
import org.jspecify.annotations.Nullable;

/**
 * MongoDB's change stream: whole seconds and an ordinal in the second. All changes of a transaction
 * share both. There is no {@code before}, and a document never changes its key.
 */
final class MongoLog extends ConnectorLog {

  private long second;
  private int ordinal;

  MongoLog() {
    super("mongodb");
  }

  @Override
  long millis(long moment) {
    return super.millis(moment) / 1000 * 1000;
  }

  @Override
  boolean movesRows() {
    return false;
  }

  @Override
  boolean keyInMessageOnly() {
    return true;
  }

  @Override
  boolean ordersWithinTransaction() {
    return false;
  }

  @Override
  @Nullable Row before(RowChange change) {
    return null;
  }

  @Override
  void committed(Commit commit) {
    next(commit.moment());
  }

  @Override
  void snapshot(ObjectNode source, long moment) {
    next(moment);
    put(source);
  }

  @Override
  void change(ObjectNode source, Commit commit, RowChange change) {
    put(source);
  }

  @Override
  void windowClosed(ObjectNode source, WindowClosed closed) {
    next(closed.moment());
    put(source);
  }

  private void next(long moment) {
    ordinal = millis(moment) == second ? ordinal + 1 : 1;
    second = millis(moment);
  }

  private void put(ObjectNode source) {
    source.put("collection", "articles").put("ord", ordinal);
  }
}
