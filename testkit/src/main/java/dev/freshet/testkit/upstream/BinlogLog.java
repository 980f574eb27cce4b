package dev.freshet.testkit.upstream;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freshet.testkit.upstream.SourceHistory.Commit;
import dev.freshet.testkit.upstream.SourceHistory.RowChange;
import dev.freshet.testkit.upstream.SourceHistory.WindowClosed;
import java.util.function.LongFunction;

/**
 * The binary log of MySQL and MariaDB. A transaction is written as a whole when it commits; the
 * rows of one statement share file and position and are told apart by {@code row}. The clock has
 * whole seconds. The number of the file grows beyond its six digits.
 */
final class BinlogLog extends ConnectorLog {

  private static final int FILE_SIZE = 9_000;

  private final LongFunction<String> gtid;
  private int file = 999_997;
  private long position = 4;
  private long statement;

  private BinlogLog(String connector, LongFunction<String> gtid) {
    super(connector);
    this.gtid = gtid;
  }

  static BinlogLog ofMySql() {
    return new BinlogLog("mysql", number -> "3e11fa47-71ca-11e1-9e33-c80aa9429562:" + number);
  }

  static BinlogLog ofMySqlWithoutGtid() {
    return new BinlogLog("mysql", number -> null);
  }

  static BinlogLog ofMariaDb() {
    return new BinlogLog("mariadb", number -> "0-223344-" + number);
  }

  @Override
  long millis(long moment) {
    return super.millis(moment) / 1000 * 1000;
  }

  @Override
  void committed(Commit commit) {
    if (position > FILE_SIZE) {
      file++;
      position = 4;
    }
    position += 79;
    statement = -1;
  }

  @Override
  void snapshot(ObjectNode source, long moment) {
    put(source, 0);
    source.putNull("gtid");
  }

  @Override
  void change(ObjectNode source, Commit commit, RowChange change) {
    if (change.written() != statement) {
      statement = change.written();
      position += 311;
    }
    put(source, change.ordinal());
    source.put("gtid", gtid.apply(commit.number()));
  }

  @Override
  void windowClosed(ObjectNode source, WindowClosed closed) {
    position += 390;
    put(source, 0);
    source.putNull("gtid");
  }

  private void put(ObjectNode source, int row) {
    source
        .put("server_id", 223344)
        .put("file", "mysql-bin." + String.format("%06d", file))
        .put("pos", position)
        .put("row", row)
        .putNull("thread")
        .putNull("query");
  }
}
