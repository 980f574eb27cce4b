package dev.freshet.testkit.upstream;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freshet.testkit.upstream.FeedWriter.Message;
import dev.freshet.testkit.upstream.SourceHistory.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** A database with a connector, and the feeds it writes. The same seed gives the same feed. */
public enum Upstream {
  POSTGRESQL(PostgresLog::new),
  MYSQL(BinlogLog::ofMySql),
  MYSQL_WITHOUT_GTID(BinlogLog::ofMySqlWithoutGtid),
  MARIADB(BinlogLog::ofMariaDb),
  SQL_SERVER(SqlServerLog::new),
  ORACLE(OracleLog::new),
  MONGODB(MongoLog::new);

  private static final int LATE_COPIES = 6;
  private static final int LATE_COPY_LENGTH = 8;

  private final Supplier<ConnectorLog> log;

  Upstream(Supplier<ConnectorLog> log) {
    this.log = log;
  }

  /**
   * Lines of the change event format, some ranges of which come a second time, late. Every other
   * seed has the message key beside the value.
   */
  public SourceFeed feed(long seed) {
    boolean withKey = seed % 2 == 1 || log.get().keyInMessageOnly();
    return feed(seed, true, message -> withKey ? keyed(message) : bare(message));
  }

  /**
   * Flat lines, as the transformation that extracts the new state of a record writes them, deletes
   * as rows with a mark. Such lines are in the order of the log.
   */
  public SourceFeed unwrapped(long seed) {
    return feed(seed, false, FlatRows.of(seed));
  }

  /** Whether this connector has the transformation for {@link #unwrapped}. */
  public boolean unwraps() {
    return !log.get().keyInMessageOnly();
  }

  private SourceFeed feed(long seed, boolean lateCopies, Function<Message, String> line) {
    Random random = new Random(seed * 31 + ordinal());
    ConnectorLog connector = log.get();
    SourceHistory history = SourceHistory.of(random, connector.movesRows());
    FeedWriter writer = new FeedWriter(connector, random);
    List<Message> messages = new ArrayList<>(writer.write(history));
    if (lateCopies) {
      for (int i = 0; i < LATE_COPIES; i++) {
        copyLate(messages, random, connector.ordersWithinTransaction());
      }
    }
    return new SourceFeed(
        messages.stream().map(line).toList(),
        bodies(history.rows()),
        writer.withheld().stream().map(String::valueOf).collect(Collectors.toSet()));
  }

  /** A range of lines is delivered again, after others came. */
  private static void copyLate(List<Message> messages, Random random, boolean anywhere) {
    int from = random.nextInt(messages.size() - LATE_COPY_LENGTH);
    int to = from + 1 + random.nextInt(LATE_COPY_LENGTH);
    while (!anywhere && to < messages.size() && !messages.get(to - 1).ends()) {
      to++;
    }
    List<Message> copy = List.copyOf(messages.subList(from, to));
    int at = to + random.nextInt(messages.size() - to + 1);
    while (!anywhere && at < messages.size() && !messages.get(at - 1).ends()) {
      at++;
    }
    messages.addAll(at, copy);
  }

  private static Map<String, String> bodies(Map<Integer, Row> rows) {
    Map<String, String> bodies = new TreeMap<>();
    rows.forEach((key, row) -> bodies.put(Integer.toString(key), row.body()));
    return bodies;
  }

  private static String bare(Message message) {
    return message.value() == null ? "null" : message.value().toString();
  }

  private static String keyed(Message message) {
    ObjectNode line = JsonNodeFactory.instance.objectNode();
    line.set("key", message.key());
    line.set("value", message.value());
    return line.toString();
  }
}
