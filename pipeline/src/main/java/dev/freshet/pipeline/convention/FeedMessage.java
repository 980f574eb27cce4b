package dev.freshet.pipeline.convention;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;

/**
 * Recognises messages of Debezium that are about the feed and not about a row. Facts: Debezium
 * documentation, "Heartbeat messages", "Schema change topic" and "Transaction metadata".
 */
public final class FeedMessage {

  private static final Set<String> CLOCKS = Set.of("ts_ms", "ts_us", "ts_ns");

  private FeedMessage() {}

  /** Whether the value of a message is a heartbeat, a schema change or a transaction marker. */
  public static boolean is(JsonNode value) {
    return value.isObject()
        && !value.has("op")
        && (isHeartbeat(value) || isSchemaChange(value) || isTransactionMarker(value));
  }

  private static boolean isHeartbeat(JsonNode value) {
    return value.has("ts_ms")
        && value.properties().stream().allMatch(field -> CLOCKS.contains(field.getKey()));
  }

  private static boolean isSchemaChange(JsonNode value) {
    return (value.has("ddl") || value.has("tableChanges"))
        && (value.has("databaseName") || value.has("schemaName") || value.has("source"));
  }

  private static boolean isTransactionMarker(JsonNode value) {
    return value.has("status") && value.has("id") && value.has("event_count");
  }
}
