package dev.freshet.pipeline.verify.deep;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freshet.home.layer.Bronze.LandedPayload;
import java.math.BigInteger;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Debezium's change events. The row of a write is {@code after}. The key of a delete is in the
 * message key, and in {@code before} where there is no message key; nothing else in {@code before}
 * of a delete counts, since connectors fill columns that they do not know.
 */
record EnvelopeClaims(Columns columns) implements Claims {

  @Override
  public List<Claim> of(LandedPayload line) throws NotAClaim {
    JsonNode whole = Claims.json(line.payload());
    boolean keyed = whole.has("value") && !whole.has("op");
    JsonNode key = keyed ? payload(whole.path("key")) : null;
    JsonNode wrapped = keyed ? whole.get("value") : whole;
    JsonNode value = payload(wrapped);
    if (value.isNull() || (value.has("payload") && value.get("payload").isNull())) {
      return List.of();
    }
    if (!value.isObject()) {
      throw new NotAClaim("not an object");
    }
    if (!value.hasNonNull("op")) {
      if (Claims.isAboutTheFeed(value)) {
        return List.of();
      }
      throw new NotAClaim("no event");
    }
    return switch (value.get("op").asText()) {
      case "c", "r", "u" -> written(value, key, isEncoded(wrapped));
      case "d" -> List.of(removed(value, key));
      case "m" -> List.of();
      default -> throw new NotAClaim("an operation that names no record");
    };
  }

  private List<Claim> written(JsonNode event, @Nullable JsonNode messageKey, boolean encoded)
      throws NotAClaim {
    JsonNode after = document(event.path("after"));
    if (!(after instanceof ObjectNode row)) {
      throw new NotAClaim("no row after the change");
    }
    String key = columns.key(name -> either(Columns.at(row, name), messageKey, name));
    BigInteger version = columns.version(name -> Columns.at(row, name));
    if (version == null && columns.hasVersion()) {
      throw new NotAClaim("no version");
    }
    SourcePlace place = SourcePlace.of(event);
    Claim.Written written =
        new Claim.Written(key, place, version, withOldValues(row, event.path("before")), encoded);
    String oldKey = oldKey(event);
    return oldKey == null || oldKey.equals(key)
        ? List.of(written)
        : List.of(new Claim.Removed(oldKey, place, null), written);
  }

  /** The key before an update, if the event has the whole row before it. */
  private @Nullable String oldKey(JsonNode event) {
    JsonNode before = event.path("before");
    if (!"u".equals(event.get("op").asText()) || !before.isObject()) {
      return null;
    }
    try {
      return columns.key(name -> Columns.at(before, name));
    } catch (NotAClaim withoutKey) {
      return null;
    }
  }

  /** A value that the connector left out of the row may stand in the row before. */
  private ObjectNode withOldValues(ObjectNode row, JsonNode before) {
    ObjectNode completed = row.deepCopy();
    for (String name : columns.documentColumns()) {
      JsonNode old = before.get(name);
      if (Columns.isLeftOut(row.get(name))
          && old != null
          && !old.isNull()
          && !Columns.isLeftOut(old)) {
        completed.set(name, old);
      }
    }
    return completed;
  }

  private Claim removed(JsonNode event, @Nullable JsonNode messageKey) throws NotAClaim {
    JsonNode before = document(event.path("before"));
    String key =
        columns.key(
            name -> {
              JsonNode found = keyColumn(messageKey, name);
              return found == null || found.isNull() ? Columns.at(before, name) : found;
            });
    return new Claim.Removed(key, SourcePlace.of(event), null);
  }

  private static @Nullable JsonNode either(
      @Nullable JsonNode value, @Nullable JsonNode messageKey, String name) {
    return value == null || value.isNull() ? keyColumn(messageKey, name) : value;
  }

  /** A column of the message key. MongoDB's connector writes the text of a JSON value there. */
  private static @Nullable JsonNode keyColumn(@Nullable JsonNode messageKey, String name) {
    JsonNode value = Columns.at(messageKey, name);
    if (value == null || !value.isTextual()) {
      return value;
    }
    String text = value.asText();
    boolean json = text.startsWith("{\"$") || text.startsWith("\"");
    return json ? plainValue(jsonOr(text, value)) : value;
  }

  /** The row, which MongoDB's connector writes as a text that holds JSON. */
  private static JsonNode document(JsonNode row) {
    if (!row.isTextual() || !row.asText().startsWith("{")) {
      return row;
    }
    JsonNode parsed = jsonOr(row.asText(), row);
    if (parsed instanceof ObjectNode object) {
      object.properties().forEach(column -> column.setValue(plainValue(column.getValue())));
    }
    return parsed;
  }

  /** The value in MongoDB's notation for types that JSON does not have, such as {@code $oid}. */
  private static JsonNode plainValue(JsonNode value) {
    for (String type : List.of("$oid", "$numberLong", "$numberInt", "$numberDecimal")) {
      if (value.size() == 1 && value.has(type)) {
        return value.get(type);
      }
    }
    return value;
  }

  private static JsonNode jsonOr(String text, JsonNode otherwise) {
    try {
      return Claims.json(text);
    } catch (NotAClaim notJson) {
      return otherwise;
    }
  }

  /** Unwraps the JSON converter's form with schemas. */
  private static JsonNode payload(JsonNode node) {
    return node.has("payload") && node.has("schema") ? node.get("payload") : node;
  }

  /** Whether the schema in the line says that a column of the document is encoded. */
  private boolean isEncoded(JsonNode wrapped) {
    for (JsonNode part : wrapped.path("schema").path("fields")) {
      if ("after".equals(part.path("field").asText())) {
        for (JsonNode column : part.path("fields")) {
          String name = column.path("field").asText();
          if (column.hasNonNull("name") && columns.documentColumns().contains(name)) {
            return true;
          }
        }
      }
    }
    return false;
  }
}
