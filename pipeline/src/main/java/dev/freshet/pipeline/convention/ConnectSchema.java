package dev.freshet.pipeline.convention;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * Decodes values by the schema that Kafka Connect's JSON converter writes beside them: decimals in
 * bytes, days, milliseconds, microseconds and nanoseconds become what they mean. Facts: Kafka
 * Connect, {@code org.apache.kafka.connect.data}; Debezium documentation, "Temporal types" and
 * "Decimal types".
 */
final class ConnectSchema {

  private static final JsonNodeFactory JSON = JsonNodeFactory.withExactBigDecimals(true);

  /** Some thousand digits; to write a number of megabytes takes minutes. */
  private static final int MAX_NUMBER_BYTES = 416;

  private ConnectSchema() {}

  /**
   * The value as its schema means it. A value that does not fit its schema stays as it is.
   *
   * @param schema null if there is none
   */
  static JsonNode decoded(@Nullable JsonNode schema, JsonNode value) {
    if (schema == null || !schema.isObject() || value.isNull()) {
      return value;
    }
    JsonNode logical = logical(schema, value);
    if (logical != null) {
      return logical;
    }
    return switch (schema.path("type").asText()) {
      case "struct" -> value instanceof ObjectNode struct ? struct(schema, struct) : value;
      case "array" -> value instanceof ArrayNode array ? array(schema, array) : value;
      default -> value;
    };
  }

  private static JsonNode struct(JsonNode schema, ObjectNode struct) {
    ObjectNode decoded = struct.deepCopy();
    for (JsonNode field : schema.path("fields")) {
      String name = field.path("field").asText();
      JsonNode value = struct.get(name);
      if (value != null) {
        decoded.set(name, decoded(field, value));
      }
    }
    return decoded;
  }

  private static JsonNode array(JsonNode schema, ArrayNode array) {
    ArrayNode decoded = JSON.arrayNode();
    array.forEach(each -> decoded.add(decoded(schema.get("items"), each)));
    return decoded;
  }

  /** The value of a type that has a name; null if the name says nothing about the encoding. */
  private static @Nullable JsonNode logical(JsonNode schema, JsonNode value) {
    try {
      return switch (schema.path("name").asText()) {
        case "org.apache.kafka.connect.data.Decimal" ->
            value.isTextual()
                ? decimal(value, schema.path("parameters").path("scale").asInt())
                : null;
        case "io.debezium.data.VariableScaleDecimal" ->
            value.isObject() ? decimal(value.path("value"), value.path("scale").asInt()) : null;
        case "org.apache.kafka.connect.data.Date", "io.debezium.time.Date" ->
            text(value, LocalDate.ofEpochDay(value.asLong()));
        case "org.apache.kafka.connect.data.Timestamp", "io.debezium.time.Timestamp" ->
            text(value, Instant.EPOCH.plus(value.asLong(), ChronoUnit.MILLIS));
        case "io.debezium.time.MicroTimestamp" ->
            text(value, Instant.EPOCH.plus(value.asLong(), ChronoUnit.MICROS));
        case "io.debezium.time.NanoTimestamp" ->
            text(value, Instant.EPOCH.plus(value.asLong(), ChronoUnit.NANOS));
        case "org.apache.kafka.connect.data.Time", "io.debezium.time.Time" ->
            text(value, LocalTime.MIDNIGHT.plus(value.asLong(), ChronoUnit.MILLIS));
        case "io.debezium.time.MicroTime" ->
            text(value, LocalTime.MIDNIGHT.plus(value.asLong(), ChronoUnit.MICROS));
        case "io.debezium.time.NanoTime" ->
            text(value, LocalTime.MIDNIGHT.plus(value.asLong(), ChronoUnit.NANOS));
        default -> null;
      };
    } catch (DateTimeException | ArithmeticException | IOException doesNotFit) {
      return value;
    }
  }

  private static JsonNode decimal(JsonNode base64, int scale) throws IOException {
    byte[] unscaled = base64.binaryValue();
    return unscaled.length == 0 || unscaled.length > MAX_NUMBER_BYTES
        ? base64
        : JSON.numberNode(new BigDecimal(new BigInteger(unscaled), scale));
  }

  private static @Nullable JsonNode text(JsonNode value, Object time) {
    return value.isIntegralNumber() ? JSON.textNode(time.toString()) : null;
  }
}
