package dev.freshet.lance.table;

import dev.freshet.core.EpochMicros;
import dev.freshet.core.metadata.MetadataType;
import dev.freshet.core.metadata.MetadataValue;
import dev.freshet.core.metadata.StoredColumn;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.TimeStampMicroTZVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.ListVector;
import org.jspecify.annotations.Nullable;

/**
 * Writes the values of a metadata column to its cells.
 *
 * @param root the batch that is filled
 */
public record CellWriter(VectorSchemaRoot root) {

  /** Writes the value of a row; rows are written in their order. */
  public void write(StoredColumn column, int row, @Nullable MetadataValue value) {
    Map<MetadataType, Object> cells = value == null ? Map.of() : value.cells();
    column.cells().forEach((type, cell) -> write(type, root.getVector(cell), row, cells.get(type)));
  }

  @SuppressWarnings("unchecked")
  private static void write(
      MetadataType type, FieldVector vector, int row, @Nullable Object value) {
    if (value == null) {
      vector.setNull(row);
      return;
    }
    switch (type) {
      case TEXT -> ((VarCharVector) vector).setSafe(row, bytes((String) value));
      case INTEGER -> ((BigIntVector) vector).setSafe(row, (Long) value);
      case NUMBER -> ((Float8Vector) vector).setSafe(row, (Double) value);
      case BOOLEAN -> ((BitVector) vector).setSafe(row, (Boolean) value ? 1 : 0);
      case TIME ->
          ((TimeStampMicroTZVector) vector).setSafe(row, EpochMicros.exact((Instant) value));
      case TEXTS -> write((ListVector) vector, row, (List<String>) value);
    }
  }

  private static void write(ListVector list, int row, List<String> texts) {
    VarCharVector elements = (VarCharVector) list.getDataVector();
    int next = list.startNewValue(row);
    for (String text : texts) {
      elements.setSafe(next++, bytes(text));
    }
    list.endValue(row, texts.size());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
