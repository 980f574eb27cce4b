package dev.freshet.pipeline.convention;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freshet.pipeline.document.RowJson;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * MongoDB's documents, which its connector sends as a text that holds Extended JSON: {@code
 * {"_id":{"$oid":"…"}}}. Fact: MongoDB manual, "Extended JSON (v2)".
 */
public final class MongoText {

  private static final JsonNodeFactory JSON = JsonNodeFactory.withExactBigDecimals(true);

  /** As long as the reader of JSON lets a number be; to read a longer one takes minutes. */
  private static final int MAX_NUMBER_CHARS = 1_000;

  private MongoText() {}

  /** The object that a text holds, with plain values; every other value as it is. */
  public static @Nullable JsonNode plain(@Nullable JsonNode value) {
    if (value == null || !value.isTextual() || !value.textValue().strip().startsWith("{")) {
      return value;
    }
    try {
      return unwrapped(RowJson.read(value.textValue()));
    } catch (JsonProcessingException notJson) {
      return value;
    }
  }

  private static JsonNode unwrapped(JsonNode node) {
    if (node instanceof ArrayNode array) {
      ArrayNode values = JSON.arrayNode();
      array.forEach(each -> values.add(unwrapped(each)));
      return values;
    }
    if (!(node instanceof ObjectNode object)) {
      return node;
    }
    if (object.size() == 1) {
      var only = object.properties().iterator().next();
      JsonNode value = only.getKey().startsWith("$") ? value(only.getKey(), only.getValue()) : null;
      if (value != null) {
        return value;
      }
    }
    ObjectNode values = JSON.objectNode();
    object.properties().forEach(each -> values.set(each.getKey(), unwrapped(each.getValue())));
    return values;
  }

  /** The plain value of a wrapped one; null if the type is not known. */
  private static @Nullable JsonNode value(String type, JsonNode wrapped) {
    return switch (type) {
      case "$oid", "$uuid", "$symbol", "$code" -> wrapped;
      case "$numberInt", "$numberLong", "$numberDouble", "$numberDecimal" -> number(wrapped);
      case "$date" -> date(wrapped);
      case "$binary" -> wrapped.isObject() ? wrapped.get("base64") : wrapped;
      case "$undefined" -> JSON.nullNode();
      default -> null;
    };
  }

  private static JsonNode number(JsonNode wrapped) {
    if (wrapped.asText().length() > MAX_NUMBER_CHARS) {
      return wrapped;
    }
    try {
      BigDecimal number = new BigDecimal(wrapped.asText());
      return number.scale() == 0 ? JSON.numberNode(number.toBigInteger()) : JSON.numberNode(number);
    } catch (NumberFormatException infinityOrNan) {
      return wrapped;
    }
  }

  private static JsonNode date(JsonNode wrapped) {
    JsonNode millis = wrapped.isObject() ? wrapped.path("$numberLong") : wrapped;
    try {
      return millis.isNumber() || millis.asText().matches("-?\\d{1,18}")
          ? JSON.textNode(Instant.ofEpochMilli(millis.asLong()).toString())
          : wrapped;
    } catch (DateTimeException beyondTheCalendar) {
      return wrapped;
    }
  }
}
