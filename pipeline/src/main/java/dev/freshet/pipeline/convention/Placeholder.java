package dev.freshet.pipeline.convention;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the PostgreSQL connector sends for a large column that an update did not touch. It is never
 * a value. Fact: Debezium documentation, {@code unavailable.value.placeholder}.
 */
public final class Placeholder {

  private static final String UNAVAILABLE = "__debezium_unavailable_value";

  private static final String UNAVAILABLE_BYTES =
      Base64.getEncoder().encodeToString(UNAVAILABLE.getBytes(StandardCharsets.UTF_8));

  private Placeholder() {}

  /** The columns of {@code names} that hold the placeholder. */
  public static List<String> columns(ObjectNode fields, Set<String> names) {
    return names.stream().filter(name -> isPlaceholder(fields.get(name))).sorted().toList();
  }

  /**
   * The fields with every placeholder replaced by the value of {@code known}, where that has one; a
   * null is none, since a null is never large.
   */
  public static ObjectNode completed(ObjectNode fields, @Nullable JsonNode known) {
    if (known == null) {
      return fields;
    }
    ObjectNode completed = fields;
    for (var field : fields.properties()) {
      JsonNode value = known.get(field.getKey());
      boolean has = value != null && !value.isNull() && !isPlaceholder(value);
      if (has && isPlaceholder(field.getValue())) {
        completed = completed == fields ? fields.deepCopy() : completed;
        completed.set(field.getKey(), value);
      }
    }
    return completed;
  }

  /**
   * Whether a value is the placeholder: text, base64 for bytes, in an array of one, or a map's only
   * key.
   */
  static boolean isPlaceholder(@Nullable JsonNode value) {
    if (value == null || value.isValueNode()) {
      return value != null
          && value.isTextual()
          && (UNAVAILABLE.equals(value.textValue()) || UNAVAILABLE_BYTES.equals(value.textValue()));
    }
    return value.size() == 1 && (value.has(UNAVAILABLE) || isPlaceholder(value.get(0)));
  }
}
