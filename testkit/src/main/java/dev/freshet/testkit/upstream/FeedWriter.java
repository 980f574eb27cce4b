package dev.freshet.testkit.upstream;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freshet.testkit.upstream.SourceHistory.ChunkRead;
import dev.freshet.testkit.upstream.SourceHistory.Commit;
import dev.freshet.testkit.upstream.SourceHistory.Row;
import dev.freshet.testkit.upstream.SourceHistory.RowChange;
import dev.freshet.testkit.upstream.SourceHistory.Snapshot;
import dev.freshet.testkit.upstream.SourceHistory.Step;
import dev.freshet.testkit.upstream.SourceHistory.WindowClosed;
import dev.freshet.testkit.upstream.SourceHistory.WindowOpened;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A connector that captures a history: it reads the snapshot, follows the log in the order of the
 * commits, reads chunks between two marks in the log and leaves out of a chunk what changed
 * meanwhile. Now and then it restarts and writes again what it wrote last.
 */
final class FeedWriter {

  /**
   * An event as the connector hands it to its sink.
   *
   * @param key the message key
   * @param value the envelope; null for a tombstone
   * @param ends whether it is the last of its transaction
   */
  record Message(ObjectNode key, @Nullable ObjectNode value, boolean ends) {}

  private final ConnectorLog log;
  private final Random random;
  private final List<Message> messages = new ArrayList<>();
  private final Set<Integer> withheld = new TreeSet<>();
  private boolean capturing;
  private @Nullable TreeMap<Integer, Row> chunk;
  private final Set<Integer> changedInWindow = new TreeSet<>();

  FeedWriter(ConnectorLog log, Random random) {
    this.log = log;
    this.random = random;
  }

  /** The messages of the history, in order, with what a restart delivers again. */
  List<Message> write(SourceHistory history) {
    for (Step step : history.steps()) {
      if (step instanceof Snapshot snapshot) {
        capturing = true;
        readAll(snapshot);
      } else if (step instanceof Commit commit) {
        log.committed(commit);
        if (capturing) {
          changes(commit);
        }
      } else if (step instanceof WindowOpened) {
        changedInWindow.clear();
      } else if (step instanceof ChunkRead read) {
        chunk = new TreeMap<>(read.rows());
      } else if (step instanceof WindowClosed closed) {
        readChunk(closed);
      }
    }
    return messages;
  }

  /** Keys whose body the connector left out and wrote at another key only. */
  Set<Integer> withheld() {
    return withheld;
  }

  private void readAll(Snapshot snapshot) {
    Map<Integer, Row> rows = new TreeMap<>(snapshot.rows());
    int left = rows.size();
    for (Map.Entry<Integer, Row> row : rows.entrySet()) {
      left--;
      String mark = left == rows.size() - 1 ? "first" : left == 0 ? "last" : "true";
      ObjectNode source = source(mark, snapshot.moment());
      log.snapshot(source, snapshot.moment());
      read(row.getKey(), row.getValue(), source);
    }
  }

  private void readChunk(WindowClosed closed) {
    ObjectNode source = source("incremental", closed.moment());
    log.windowClosed(source, closed);
    chunk.keySet().removeAll(changedInWindow);
    chunk.forEach(
        (key, row) -> {
          read(key, row, source.deepCopy());
          withheld.remove(key);
        });
  }

  private void read(int key, Row row, ObjectNode source) {
    ObjectNode value = envelope("r", null, columns(key, row, false), source);
    messages.add(new Message(key(key), value, true));
  }

  private void changes(Commit commit) {
    int first = messages.size();
    for (RowChange change : commit.changes()) {
      ObjectNode source = source("false", commit.moment());
      log.change(source, commit, change);
      Integer from = change.from();
      Integer to = change.to();
      if (from != null && from.equals(to)) {
        update(change, source);
      } else {
        delete(change, source);
        // A moved row: SQL Server counts on, other connectors repeat the position.
        source = source.deepCopy();
        if (from != null && source.hasNonNull("event_serial_no")) {
          source.put("event_serial_no", source.get("event_serial_no").asInt() + 1);
        }
        insert(change, source);
      }
      if (from != null) {
        changedInWindow.add(from);
      }
      if (to != null) {
        changedInWindow.add(to);
      }
    }
    number(first, commit);
    if (random.nextInt(25) == 0) {
      control();
    }
    if (random.nextInt(25) == 0) {
      restart();
    }
  }

  private void update(RowChange change, ObjectNode source) {
    int key = change.to();
    boolean leftOut = isLeftOut(key, change);
    if (!leftOut) {
      withheld.remove(key);
    }
    Row before = log.before(change);
    add(
        "u",
        key,
        before == null ? null : columns(key, before, leftOut),
        columns(key, change.after(), leftOut),
        source);
  }

  private void delete(RowChange change, ObjectNode source) {
    if (change.from() != null) {
      int key = change.from();
      Row before = log.before(change);
      add("d", key, before == null ? null : columns(key, before, false), null, source);
      messages.add(new Message(key(key), null, false));
      withheld.remove(key);
    }
  }

  private void insert(RowChange change, ObjectNode source) {
    if (change.to() != null) {
      int key = change.to();
      boolean leftOut = change.from() != null && isLeftOut(change.from(), change);
      add("c", key, null, columns(key, change.after(), leftOut), source);
      if (leftOut) {
        withheld.add(key);
      } else {
        withheld.remove(key);
      }
    }
  }

  private boolean isLeftOut(int key, RowChange change) {
    return log.leavesOutUnchanged(key) && change.before().body().equals(change.after().body());
  }

  /** The numbers of the events in their transaction, if the connector was told to write them. */
  private void number(int first, Commit commit) {
    int order = 0;
    for (Message message : messages.subList(first, messages.size())) {
      if (message.value() != null) {
        order++;
        message
            .value()
            .putObject("transaction")
            .put("id", "t" + commit.number())
            .put("total_order", order)
            .put("data_collection_order", order);
      }
    }
    if (order > 0) {
      Message last = messages.remove(messages.size() - 1);
      messages.add(new Message(last.key(), last.value(), true));
    }
  }

  private void add(
      String op,
      int key,
      @Nullable ObjectNode before,
      @Nullable ObjectNode after,
      ObjectNode source) {
    messages.add(new Message(key(key), envelope(op, before, after, source), false));
  }

  private ObjectNode envelope(
      String op, @Nullable ObjectNode before, @Nullable ObjectNode after, ObjectNode source) {
    ObjectNode value = object();
    if (log.keyInMessageOnly()) {
      value.putNull("before").put("after", after == null ? null : after.toString());
    } else {
      value.set("before", before);
      value.set("after", after);
    }
    value.set("source", source);
    value.putNull("transaction");
    return value.put("op", op).put("ts_ms", source.get("ts_ms").asLong() + 400);
  }

  private ObjectNode source(String snapshot, long moment) {
    return object()
        .put("version", "3.6.1.Final")
        .put("connector", log.connector())
        .put("name", "shop")
        .put("ts_ms", log.millis(moment))
        .put("snapshot", snapshot)
        .put("db", "shop")
        .put("table", "articles");
  }

  private ObjectNode columns(int key, Row row, boolean leftOut) {
    return object()
        .put(log.keyInMessageOnly() ? "_id" : "id", key)
        .put("stock", row.stock())
        .put("body", leftOut ? ConnectorLog.UNAVAILABLE : row.body());
  }

  private ObjectNode key(int key) {
    return log.keyInMessageOnly()
        ? object().put("id", Integer.toString(key))
        : object().put("id", key);
  }

  /** A message that is about the feed and not about a row. */
  private void control() {
    ObjectNode value = object();
    switch (random.nextInt(3)) {
      case 0 -> value.put("ts_ms", log.millis(0));
      case 1 ->
          value
              .put("status", "BEGIN")
              .put("id", "t1")
              .put("ts_ms", log.millis(0))
              .putNull("event_count")
              .putNull("data_collections");
      default -> {
        value.set("source", source("false", 0));
        value
            .put("ts_ms", log.millis(0))
            .put("databaseName", "shop")
            .putNull("schemaName")
            .put("ddl", "ALTER TABLE articles ADD COLUMN note VARCHAR(20)")
            .putArray("tableChanges");
      }
    }
    messages.add(new Message(object().put("serverName", "shop"), value, true));
  }

  /**
   * The connector starts again from where it stood some messages ago; chunks are not read again.
   */
  private void restart() {
    int from = Math.max(0, messages.size() - 1 - random.nextInt(30));
    messages.addAll(
        messages.subList(from, messages.size()).stream()
            .filter(message -> !isRead(message))
            .toList());
  }

  private static boolean isRead(Message message) {
    return message.value() != null && "r".equals(message.value().path("op").asText());
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }
}
