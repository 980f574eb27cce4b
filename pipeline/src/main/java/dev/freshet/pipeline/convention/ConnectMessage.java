package dev.freshet.pipeline.convention;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A message of Kafka Connect as a sink writes it to a file: the value alone, or key and value side
 * by side, each of them bare or with its schema ({@code {"schema":…,"payload":…}}).
 *
 * @param key null if the line holds none; an object, or a single value
 * @param value the value, a JSON null for a tombstone
 */
public record ConnectMessage(@Nullable JsonNode key, JsonNode value) {

  /** What a sink may write beside key and value. */
  private static final Set<String> PARTS =
      Set.of("key", "value", "topic", "partition", "offset", "timestamp", "headers");

  private static final Pattern STRUCT = Pattern.compile("Struct\\{(.*)}", Pattern.DOTALL);
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** The message of a line of Debezium's events. */
  public static ConnectMessage ofEvent(JsonNode line) {
    return line.has("value") && !line.has("op") ? ofParts(line) : ofValue(line);
  }

  /**
   * The message of a line of flat rows. Key and value are taken for the parts of a message only if
   * the line holds nothing else than a message does: a row may have such columns.
   */
  public static ConnectMessage ofRow(JsonNode line) {
    boolean parts =
        line.has("value")
            && line.has("key")
            && line.properties().stream().allMatch(field -> PARTS.contains(field.getKey()))
            && (line.get("value").isObject() || line.get("value").isNull())
            && !line.get("key").isNull();
    return parts ? ofParts(line) : ofValue(line);
  }

  private static ConnectMessage ofParts(JsonNode line) {
    JsonNode key = line.get("key");
    return new ConnectMessage(key == null ? null : key(payload(key)), payload(line.get("value")));
  }

  private static ConnectMessage ofValue(JsonNode line) {
    return new ConnectMessage(null, payload(line));
  }

  /** Whether the message says only that its key is gone, or is compacted away. */
  public boolean isTombstone() {
    return value.isNull();
  }

  private static JsonNode payload(JsonNode node) {
    boolean wrapped = node.isObject() && node.has("payload");
    if (wrapped && node.size() == 1 && node.get("payload").isNull()) {
      return node.get("payload");
    }
    return wrapped && node.size() == 2 && isSchema(node.get("schema"))
        ? ConnectSchema.decoded(node.get("schema"), node.get("payload"))
        : node;
  }

  private static boolean isSchema(@Nullable JsonNode schema) {
    return schema != null && (schema.isNull() || schema.isObject());
  }

  /** A key that a converter for text wrote holds JSON, or the text form of a struct. */
  private static JsonNode key(JsonNode key) {
    if (!key.isTextual()) {
      return key;
    }
    String text = key.textValue().strip();
    if (text.startsWith("{")) {
      try {
        JsonNode read = MAPPER.readTree(text);
        return read.isObject() && !read.has("$oid") ? read : key;
      } catch (JsonProcessingException notJson) {
        return key;
      }
    }
    Matcher struct = STRUCT.matcher(text);
    return struct.matches() ? struct(struct.group(1)) : key;
  }

  /** {@code a=1,b=x}: a comma ends a value only where the next name follows. */
  private static JsonNode struct(String fields) {
    ObjectNode struct = JsonNodeFactory.instance.objectNode();
    for (String field : fields.split(",(?=[A-Za-z_][A-Za-z0-9_.$]*=)")) {
      int equals = field.indexOf('=');
      if (equals > 0) {
        struct.put(field.substring(0, equals), field.substring(equals + 1));
      }
    }
    return struct;
  }
}
