package dev.freshet.lance.table;

import dev.freshet.core.metadata.MetadataType;
import dev.freshet.core.metadata.StoredColumn;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The one place that knows how cells are named. The first type that lands in a metadata column
 * {@code c} is stored as {@code c}; every further type as {@code c__} and the type, such as {@code
 * c__number}. In a table of the {@linkplain ChunkSchema.Form#TEXT older form} {@code c} is taken by
 * the texts, so that every cell has the longer name.
 */
final class MetadataCells {

  private static final String SEPARATOR = "__";

  private MetadataCells() {}

  /** Whether a column of this name could be the cell of another. */
  static boolean isCell(String column) {
    return Arrays.stream(MetadataType.values()).anyMatch(type -> column.endsWith(suffix(type)));
  }

  private static String suffix(MetadataType type) {
    return SEPARATOR + type.spelling();
  }

  /**
   * The column as the table stores it.
   *
   * @throws IllegalArgumentException if the stored column of its name has another type
   */
  static StoredColumn read(String column, Schema schema, ChunkSchema.Form form) {
    Map<MetadataType, String> cells = new EnumMap<>(MetadataType.class);
    Field own = found(schema, column);
    if (own != null && form == ChunkSchema.Form.TYPED) {
      cells.put(type(own), column);
    }
    for (MetadataType type : MetadataType.values()) {
      if (found(schema, column + suffix(type)) != null) {
        cells.put(type, column + suffix(type));
      }
    }
    return new StoredColumn(column, cells, false);
  }

  private static @Nullable Field found(Schema schema, String name) {
    return schema.getFields().stream()
        .filter(field -> field.getName().equals(name))
        .findFirst()
        .orElse(null);
  }

  /** The column with a cell for each of these types. */
  static StoredColumn with(StoredColumn column, Set<MetadataType> types, ChunkSchema.Form form) {
    Map<MetadataType, String> cells = new EnumMap<>(MetadataType.class);
    cells.putAll(column.cells());
    for (MetadataType type : MetadataType.values()) {
      if (types.contains(type) && !cells.containsKey(type)) {
        boolean first = cells.isEmpty() && form == ChunkSchema.Form.TYPED;
        cells.put(type, first ? column.name() : column.name() + suffix(type));
      }
    }
    return new StoredColumn(column.name(), cells, column.untyped());
  }

  /** The cell as Arrow has it. */
  static Field field(String cell, MetadataType type) {
    return switch (type) {
      case TEXT -> Field.nullable(cell, new ArrowType.Utf8());
      case INTEGER -> Field.nullable(cell, new ArrowType.Int(Long.SIZE, true));
      case NUMBER ->
          Field.nullable(cell, new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE));
      case BOOLEAN -> Field.nullable(cell, new ArrowType.Bool());
      case TIME -> Field.nullable(cell, new ArrowType.Timestamp(TimeUnit.MICROSECOND, "UTC"));
      case TEXTS ->
          new Field(
              cell,
              FieldType.nullable(new ArrowType.List()),
              List.of(Field.nullable("item", new ArrowType.Utf8())));
    };
  }

  private static MetadataType type(Field field) {
    return Arrays.stream(MetadataType.values())
        .filter(type -> field("", type).getType().equals(field.getType()))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("it has a metadata column of " + field.getType()));
  }
}
