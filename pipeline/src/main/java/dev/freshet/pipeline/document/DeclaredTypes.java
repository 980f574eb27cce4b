package dev.freshet.pipeline.document;

import dev.freshet.core.metadata.MetadataType;
import dev.freshet.core.metadata.MetadataValue;
import dev.freshet.home.layer.MetadataJson;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The types that the configuration declares for metadata columns. The values of the others keep the
 * type that they land with.
 *
 * @param types by column
 */
public record DeclaredTypes(Map<String, MetadataType> types) {

  public DeclaredTypes {
    types = Map.copyOf(types);
  }

  /**
   * The value with the column's type.
   *
   * @throws RejectedLine if it cannot have that type without loss
   */
  MetadataValue require(String column, MetadataValue value) throws RejectedLine {
    MetadataType type = types.get(column);
    if (type == null) {
      return value;
    }
    MetadataValue converted = type.convert(value).orElse(null);
    if (converted == null) {
      throw new RejectedLine(
          "Cannot read the metadata: column '"
              + column
              + "' is declared as "
              + type.spelling()
              + " in document.metadata, and the event has another value there. Fix the event, or"
              + " declare another type and retry the line.");
    }
    return converted;
  }

  /** The values with the types of their columns, or as they are where that is not possible. */
  public Map<String, @Nullable MetadataValue> applied(
      Map<String, @Nullable MetadataValue> metadata) {
    Map<String, @Nullable MetadataValue> values = new LinkedHashMap<>();
    metadata.forEach(
        (column, value) -> values.put(column, value == null ? null : applied(column, value)));
    return values;
  }

  /** The value that a text from before metadata had types stands for. */
  public MetadataValue typed(String column, String text) {
    return types.containsKey(column)
        ? applied(column, new MetadataValue.Text(text))
        : MetadataJson.untyped(text);
  }

  private MetadataValue applied(String column, MetadataValue value) {
    MetadataType type = types.get(column);
    return type == null ? value : type.convert(value).orElse(value);
  }
}
