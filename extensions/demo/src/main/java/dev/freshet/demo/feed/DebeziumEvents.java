package dev.freshet.demo.feed;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freshet.demo.corpus.DocRecord;
import dev.freshet.demo.corpus.RowChange;
import dev.freshet.demo.corpus.RowChange.Operation;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * Renders row changes as Debezium's PostgreSQL connector would, one JSON object per event with
 * topic, key and value. The table is taken to have {@code REPLICA IDENTITY FULL}, so {@code before}
 * is the whole row; transaction metadata and tombstones are taken to be switched off.
 *
 * <p>Log positions rise from event to event. They begin at the clock's microseconds, so a feed that
 * is started later on the same table also begins above the earlier one. Not thread-safe.
 *
 * @see <a href="https://debezium.io/documentation/reference/stable/connectors/postgresql.html">the
 *     event format</a>
 */
final class DebeziumEvents {

  private static final String SERVER = "demo";
  private static final String SCHEMA = "public";
  private static final String TABLE = "docs";
  private static final String VERSION = "3.6.1.Final";

  /** Bytes between two log positions; a real log leaves room for the change itself. */
  private static final long LSN_STEP = 56;

  private final ObjectMapper mapper = new ObjectMapper();
  private final InstantSource clock;
  private long lsn;
  private long transaction;

  DebeziumEvents(InstantSource clock) {
    this.clock = clock;
    this.lsn = micros(clock.instant());
  }

  /** Makes the following events those of the next transaction. */
  void beginTransaction() {
    transaction++;
  }

  /** One event as a line without its line break. */
  String line(RowChange change) {
    ObjectNode event = mapper.createObjectNode();
    event.put("topic", String.join(".", SERVER, SCHEMA, TABLE));
    event.putObject("key").put("id", change.id());
    event.set("value", value(change));
    try {
      return mapper.writeValueAsString(event);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A tree of strings and numbers is always JSON", e);
    }
  }

  private ObjectNode value(RowChange change) {
    Instant now = clock.instant();
    ObjectNode value = mapper.createObjectNode();
    value.set("before", row(change.before()));
    value.set("after", row(change.after()));
    value.set("source", source(change.operation(), now));
    value.putNull("transaction");
    value.put("op", change.operation().code());
    putTimes(value, now);
    return value;
  }

  private ObjectNode source(Operation operation, Instant now) {
    String previous = Long.toString(lsn);
    lsn += LSN_STEP;
    ObjectNode source = mapper.createObjectNode();
    source.put("version", VERSION).put("connector", "postgresql").put("name", SERVER);
    putTimes(source, now);
    source.put("snapshot", Boolean.toString(operation == Operation.READ));
    source.put("db", SERVER);
    source.put("sequence", "[\"" + previous + "\",\"" + lsn + "\"]");
    source.put("schema", SCHEMA).put("table", TABLE);
    source.put("txId", transaction).put("lsn", lsn).putNull("xmin");
    return source;
  }

  private static void putTimes(ObjectNode node, Instant now) {
    long micros = micros(now);
    node.put("ts_ms", micros / 1_000).put("ts_us", micros).put("ts_ns", micros * 1_000);
  }

  private static long micros(Instant instant) {
    return instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1_000;
  }

  private @Nullable ObjectNode row(@Nullable DocRecord row) {
    if (row == null) {
      return null;
    }
    return mapper
        .createObjectNode()
        .put("id", row.id())
        .put("kind", row.subject().kind().column())
        .put("type", row.subject().type())
        .put("member", row.subject().member())
        .put("signature", row.subject().signature())
        .put("body", row.text().body())
        .put("since", row.text().since())
        .put("deprecated", row.text().deprecated())
        .put("release", row.release());
  }
}
