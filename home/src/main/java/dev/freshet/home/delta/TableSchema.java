package dev.freshet.home.delta;

import java.io.Serializable;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The columns of one table, from which the schema of Delta Kernel follows. A row is an {@code
 * Object[]} with one value per column in this order; see {@link ColumnType} for the types.
 *
 * @param name what the table is called in messages and logs, such as {@code bronze}
 * @param columns at least one, names unique
 * @param sequenceColumn the {@code LONG} column that holds the file sequence number a row comes
 *     from; null for a table whose rows belong to a batch as a whole
 */
public record TableSchema(String name, List<Column> columns, @Nullable String sequenceColumn)
    implements Serializable {

  public TableSchema {
    columns = List.copyOf(columns);
    Set<String> names = new HashSet<>();
    for (Column column : columns) {
      if (!names.add(column.name())) {
        throw new IllegalArgumentException(
            "Invalid schema of table " + name + ": column " + column.name() + " occurs twice");
      }
    }
    if (columns.isEmpty()) {
      throw new IllegalArgumentException("Invalid schema of table " + name + ": no columns");
    }
    if (sequenceColumn != null) {
      Column sequence = columns.get(ordinal(name, columns, sequenceColumn));
      if (sequence.type() != ColumnType.LONG || sequence.nullable()) {
        throw new IllegalArgumentException(
            "Invalid schema of table " + name + ": " + sequence.name() + " is not a required LONG");
      }
    }
  }

  /** A table whose column {@code sequenceColumn} names the file of each row. */
  public static TableSchema sequenced(String name, String sequenceColumn, List<Column> columns) {
    return new TableSchema(name, columns, sequenceColumn);
  }

  /** A table without file sequence numbers: a batch is appended whole or not at all. */
  public static TableSchema unsequenced(String name, List<Column> columns) {
    return new TableSchema(name, columns, null);
  }

  /**
   * Position of a column in a row, from 0.
   *
   * @throws IllegalArgumentException when there is no such column
   */
  int ordinal(String column) {
    return ordinal(name, columns, column);
  }

  /** The column of that name, or {@link IllegalArgumentException}. */
  Column column(String column) {
    return columns.get(ordinal(column));
  }

  io.delta.kernel.types.StructType kernelType() {
    var type = new io.delta.kernel.types.StructType();
    for (Column column : columns) {
      type = type.add(column.name(), column.type().kernelType(), column.nullable());
    }
    return type;
  }

  /**
   * Rejects rows that do not fit before anything is written; Parquet would notice it in the middle
   * of a file.
   */
  void requireFitting(List<@Nullable Object[]> rows) {
    for (int i = 0; i < rows.size(); i++) {
      @Nullable Object[] row = rows.get(i);
      if (row.length != columns.size()) {
        throw new IllegalArgumentException(
            "Cannot append row %d to table %s: it has %d values, the table %d columns"
                .formatted(i, name, row.length, columns.size()));
      }
      for (int c = 0; c < row.length; c++) {
        requireFitting(i, columns.get(c), row[c]);
      }
    }
  }

  private void requireFitting(int row, Column column, @Nullable Object value) {
    boolean fits = value == null ? column.nullable() : column.type().javaType() == value.getClass();
    if (!fits) {
      throw new IllegalArgumentException(
          "Cannot append row %d to table %s: column %s is %s%s, the value is %s"
              .formatted(
                  row,
                  name,
                  column.name(),
                  column.nullable() ? "" : "required ",
                  column.type(),
                  value == null ? "missing" : "a " + value.getClass().getSimpleName()));
    }
  }

  private static int ordinal(String table, List<Column> columns, String column) {
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).name().equals(column)) {
        return i;
      }
    }
    throw new IllegalArgumentException("Table " + table + " has no column " + column);
  }
}
