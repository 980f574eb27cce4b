package dev.freshet.testkit.upstream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freshet.testkit.upstream.FeedWriter.Message;
import java.util.function.Function;

/**
 * The lines of the transformation that extracts the new state of a record from its event. A delete
 * is the row before it with the mark {@code __deleted}; tombstones stay, messages that are no
 * change of a row pass as they are.
 */
final class FlatRows {

  private FlatRows() {}

  /** One of the ways in which the transformation is configured, depending on the seed. */
  static Function<Message, String> of(long seed) {
    return message -> {
      ObjectNode value = message.value();
      if (value == null) {
        return "null";
      }
      if (!value.hasNonNull("op")) {
        return value.toString();
      }
      boolean deleted = "d".equals(value.get("op").asText());
      JsonNode state = value.get(deleted ? "before" : "after");
      ObjectNode row = state.deepCopy();
      row.put("__deleted", Boolean.toString(deleted));
      if (seed % 3 > 0) {
        row.set("__op", value.get("op"));
      }
      if (seed % 3 > 1) {
        JsonNode source = value.get("source");
        row.set("__source_ts_ms", source.get("ts_ms"));
        row.set("__lsn", source.path("lsn").isMissingNode() ? null : source.get("lsn"));
      }
      return row.toString();
    };
  }
}
