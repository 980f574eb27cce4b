package dev.freshet.home.layer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freshet.core.metadata.MetadataValue;
import dev.freshet.core.metadata.Spelling;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Metadata as JSON. Gold keeps it so: an object with a member per column, each value with the type
 * that it landed with.
 *
 * <p>Rows from before metadata had types have texts only, also where a number landed. So a row in
 * which all values are texts is read as such a row: a text that spells a number, a truth, an array
 * or an object is taken for that. A new row in which a text spells one of these says by a further
 * member that its texts are texts.
 */
public final class MetadataJson {

  /** No column can have this name. */
  private static final String TYPED = "$typed";

  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private MetadataJson() {}

  /**
   * The value of a column; null for a JSON null and for a missing one.
   *
   * @param clean applied to every text
   */
  public static @Nullable MetadataValue value(
      @Nullable JsonNode node, UnaryOperator<String> clean) {
    if (node == null || node.isNull()) {
      return null;
    }
    if (node.isBoolean()) {
      return new MetadataValue.Truth(node.booleanValue());
    }
    if (node.isNumber()) {
      return node.isIntegralNumber()
          ? new MetadataValue.Number(new BigDecimal(node.bigIntegerValue()))
          : number(node);
    }
    if (node.isArray()) {
      return array(node, clean);
    }
    return node.isObject()
        ? new MetadataValue.Json(clean.apply(node.toString()), null)
        : new MetadataValue.Text(clean.apply(node.asText()));
  }

  /** NaN and the infinities are no numbers of JSON; formats that have them give their text. */
  private static MetadataValue number(JsonNode node) {
    return node.isBigDecimal() || Double.isFinite(node.doubleValue())
        ? new MetadataValue.Number(node.decimalValue())
        : new MetadataValue.Text(node.asText());
  }

  private static MetadataValue array(JsonNode array, UnaryOperator<String> clean) {
    List<String> texts = new ArrayList<>();
    boolean other = false;
    for (JsonNode element : array) {
      other |= !element.isTextual();
      if (element.isValueNode() && !element.isNull()) {
        texts.add(clean.apply(element.asText()));
      }
    }
    return other
        ? new MetadataValue.Json(clean.apply(array.toString()), texts)
        : new MetadataValue.Texts(texts);
  }

  /** The value that a text of a row without types stood for. */
  public static MetadataValue untyped(String text) {
    Optional<BigDecimal> number = Spelling.number(text);
    if (number.isPresent()) {
      return new MetadataValue.Number(number.get());
    }
    Optional<Boolean> truth = Spelling.truth(text);
    if (truth.isPresent()) {
      return new MetadataValue.Truth(truth.get());
    }
    if (text.startsWith("[") || text.startsWith("{")) {
      try {
        MetadataValue nested = value(MAPPER.readTree(text), UnaryOperator.identity());
        return nested == null ? new MetadataValue.Text(text) : nested;
      } catch (JsonProcessingException | NumberFormatException e) { // The latter: an exponent.
        return new MetadataValue.Text(text);
      }
    }
    return new MetadataValue.Text(text);
  }

  /** Writes what {@link #read} reads. */
  static String write(Map<String, @Nullable MetadataValue> metadata) {
    ObjectNode json = MAPPER.createObjectNode();
    boolean ambiguous = false;
    for (Map.Entry<String, @Nullable MetadataValue> column : metadata.entrySet()) {
      MetadataValue value = column.getValue();
      ambiguous |= value instanceof MetadataValue.Text text && !untyped(text.value()).equals(text);
      json.set(column.getKey(), node(value));
    }
    if (ambiguous) {
      json.put(TYPED, true);
    }
    return json.toString();
  }

  private static @Nullable JsonNode node(@Nullable MetadataValue value) {
    if (value instanceof MetadataValue.Json nested) {
      try {
        return MAPPER.readTree(nested.json());
      } catch (JsonProcessingException e) {
        throw new IllegalStateException("A nested value is JSON", e);
      }
    }
    if (value instanceof MetadataValue.Number number) {
      return MAPPER.getNodeFactory().numberNode(number.value());
    }
    return value == null ? null : MAPPER.valueToTree(value.json());
  }

  /**
   * Reads what {@link #write} or an earlier Freshet wrote.
   *
   * @throws IllegalStateException if neither did
   */
  static Map<String, @Nullable MetadataValue> read(String json) {
    JsonNode row;
    try {
      row = MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Column metadata of Gold is not what Freshet wrote", e);
    }
    boolean typed = false;
    for (JsonNode value : row) {
      typed |= !value.isTextual() && !value.isNull();
    }
    Map<String, @Nullable MetadataValue> metadata = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> column : row.properties()) {
      if (!column.getKey().equals(TYPED)) {
        JsonNode value = column.getValue();
        metadata.put(
            column.getKey(),
            typed || !value.isTextual()
                ? value(value, UnaryOperator.identity())
                : untyped(value.textValue()));
      }
    }
    return metadata;
  }
}
