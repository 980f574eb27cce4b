package dev.freshet.lance.table;

import dev.freshet.core.metadata.MetadataType;
import dev.freshet.core.metadata.MetadataValue;
import dev.freshet.core.metadata.StoredColumn;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.TimeStampMicroTZVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.ListVector;

/** Reads the value of a metadata column from its cells. */
public final class CellReader {

  private final Map<MetadataType, FieldVector> vectors = new EnumMap<>(MetadataType.class);

  /** Reads {@code column} of {@code batch}; valid until the next batch is loaded. */
  public CellReader(VectorSchemaRoot batch, StoredColumn column) {
    column.cells().forEach((type, cell) -> vectors.put(type, batch.getVector(cell)));
  }

  /** The value in a row; empty if there is none. */
  public Optional<MetadataValue> value(int row) {
    Map<MetadataType, Object> cells = new EnumMap<>(MetadataType.class);
    vectors.forEach(
        (type, vector) -> {
          if (!vector.isNull(row)) {
            cells.put(type, value(type, vector, row));
          }
        });
    return MetadataValue.of(cells);
  }

  private static Object value(MetadataType type, FieldVector vector, int row) {
    return switch (type) {
      case TEXT -> text((VarCharVector) vector, row);
      case INTEGER -> ((BigIntVector) vector).get(row);
      case NUMBER -> ((Float8Vector) vector).get(row);
      case BOOLEAN -> ((BitVector) vector).get(row) != 0;
      case TIME ->
          Instant.EPOCH.plus(((TimeStampMicroTZVector) vector).get(row), ChronoUnit.MICROS);
      case TEXTS -> texts((ListVector) vector, row);
    };
  }

  private static List<String> texts(ListVector list, int row) {
    VarCharVector elements = (VarCharVector) list.getDataVector();
    List<String> texts = new ArrayList<>();
    for (int i = list.getElementStartIndex(row); i < list.getElementEndIndex(row); i++) {
      texts.add(text(elements, i));
    }
    return texts;
  }

  private static String text(VarCharVector vector, int row) {
    return new String(vector.get(row), StandardCharsets.UTF_8);
  }
}
