package dev.freshet.autoloader.typed;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freshet.autoloader.reader.SparkJson;
import java.io.Serializable;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.catalyst.util.MapData;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/**
 * The JSON object of what a row has that fits no column. A value of a text format is what the file
 * has there; one of a typed format is the JSON of its type. Travels to the tasks.
 */
final class RescuedData implements Serializable {
  private static final long serialVersionUID = 1;
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String FILE = "_file_path";

  private final StructType columns;
  private final boolean texts;
  private final String timeZone;

  /**
   * @param columns names, and their types in the file
   * @param texts whether the values are texts
   */
  RescuedData(StructType columns, boolean texts, String timeZone) {
    this.columns = columns;
    this.texts = texts;
    this.timeZone = timeZone;
  }

  /**
   * The object, or null if nothing is rescued.
   *
   * @param at where the columns are in the row
   * @param read what the columns of the output of the same names have; null where there is none
   */
  @Nullable UTF8String of(InternalRow row, int[] at, ReadValue[] read, String file) {
    ObjectNode rescued = texts ? ofTexts(row, at, read) : ofValues(row, at);
    if (rescued.isEmpty()) {
      return null;
    }
    rescued.put(FILE, file);
    try {
      return UTF8String.fromBytes(JSON.writeValueAsBytes(rescued));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Cannot write JSON", e);
    }
  }

  /**
   * What a column of the output has in a row.
   *
   * @param type of the column; null if the output has no such column
   * @param value null if it has none
   */
  record ReadValue(@Nullable DataType type, @Nullable Object value) {
    static final ReadValue NONE = new ReadValue(null, null);
  }

  private ObjectNode ofTexts(InternalRow row, int[] at, ReadValue[] read) {
    ObjectNode rescued = JSON.createObjectNode();
    for (int i = 0; i < columns.length(); i++) {
      if (!row.isNullAt(at[i])) {
        StructField column = columns.apply(i);
        boolean json = !(column.dataType() instanceof StringType) || isNested(read[i].value());
        JsonNode value = parsed(json, row.getUTF8String(at[i]).toString());
        JsonNode rest =
            read[i].type() == null ? value : UnreadParts.of(value, read[i].type(), read[i].value());
        if (rest != null) {
          rescued.set(column.name(), rest);
        }
      }
    }
    return rescued;
  }

  /** The text of a value that was read as one of these is JSON, whatever other rows have there. */
  private static boolean isNested(@Nullable Object value) {
    return value instanceof InternalRow || value instanceof ArrayData || value instanceof MapData;
  }

  /** Values that are no texts stand in a file of JSON as JSON. */
  private static JsonNode parsed(boolean json, String text) {
    if (json) {
      try {
        JsonNode node = JSON.readTree(text);
        if (node != null && !node.isMissingNode()) {
          return node;
        }
      } catch (JsonProcessingException e) {
        return JSON.getNodeFactory().textNode(text); // XML and csv have dates, for one.
      }
    }
    return JSON.getNodeFactory().textNode(text);
  }

  private ObjectNode ofValues(InternalRow row, int[] at) {
    Object[] values = new Object[columns.length()];
    for (int i = 0; i < values.length; i++) {
      values[i] = row.isNullAt(at[i]) ? null : row.get(at[i], columns.apply(i).dataType());
    }
    SparkJson json = new SparkJson(columns, false, timeZone);
    try {
      return (ObjectNode) JSON.readTree(json.of(new GenericInternalRow(values)));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Cannot read JSON that Spark wrote", e);
    }
  }
}
