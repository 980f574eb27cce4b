package dev.freshet.autoloader.typed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freshet.autoloader.schema.SchemaColumns;
import java.util.Map;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.catalyst.util.MapData;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** Which parts of a JSON value a reader did not put into the value of a column. Pure. */
final class UnreadParts {
  private UnreadParts() {}

  /**
   * The parts, in the same nesting; null if all was read. An array or a map with an unread part is
   * one part.
   *
   * @param value of the column; null if the reader found none
   */
  static @Nullable JsonNode of(JsonNode landed, DataType type, @Nullable Object value) {
    if (landed.isNull()) {
      return null;
    }
    if (value == null) {
      return landed;
    }
    if (landed instanceof ObjectNode object
        && type instanceof StructType struct
        && value instanceof InternalRow row) {
      return ofFields(object, struct, row);
    }
    boolean isRead = true;
    if (landed instanceof ArrayNode array
        && type instanceof ArrayType elements
        && value instanceof ArrayData read) {
      isRead = isRead(array, elements.elementType(), read);
    } else if (landed instanceof ObjectNode object
        && type instanceof MapType map
        && value instanceof MapData read) {
      isRead = isRead(object, map.valueType(), read);
    }
    return isRead ? null : landed;
  }

  private static @Nullable JsonNode ofFields(
      ObjectNode object, StructType struct, InternalRow row) {
    ObjectNode rest = JsonNodeFactory.instance.objectNode();
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      int at = SchemaColumns.findExactly(struct, field.getKey());
      JsonNode unread = field.getValue();
      if (at >= 0) {
        DataType type = struct.apply(at).dataType();
        unread = of(field.getValue(), type, row.isNullAt(at) ? null : row.get(at, type));
      }
      if (unread != null && !unread.isNull()) {
        rest.set(field.getKey(), unread);
      }
    }
    return rest.isEmpty() ? null : rest;
  }

  private static boolean isRead(ArrayNode landed, DataType type, ArrayData read) {
    boolean all = landed.size() == read.numElements();
    for (int i = 0; all && i < landed.size(); i++) {
      all = of(landed.get(i), type, read.isNullAt(i) ? null : read.get(i, type)) == null;
    }
    return all;
  }

  private static boolean isRead(ObjectNode landed, DataType type, MapData read) {
    ArrayData keys = read.keyArray();
    ArrayData values = read.valueArray();
    boolean all = landed.size() == keys.numElements();
    for (int i = 0; all && i < keys.numElements(); i++) {
      JsonNode value = landed.path(keys.getUTF8String(i).toString());
      Object known = values.isNullAt(i) ? null : values.get(i, type);
      all = value.isMissingNode() || of(value, type, known) == null;
    }
    return all;
  }
}
