package dev.freshet.home.delta;

import java.io.Serializable;
import java.util.Objects;

/**
 * One column of a table.
 *
 * @param name column name, not blank
 * @param type type of its values
 * @param nullable whether a value may be missing
 * @param doc what the column holds, one sentence, for docs/tables.md
 */
public record Column(String name, ColumnType type, boolean nullable, String doc)
    implements Serializable {

  public Column {
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(doc, "doc");
    if (name.isBlank()) {
      throw new IllegalArgumentException("Invalid column name: '" + name + "'");
    }
  }

  /** A column that always has a value. */
  public static Column required(String name, ColumnType type, String doc) {
    return new Column(name, type, false, doc);
  }

  /** A column whose value may be missing. */
  public static Column optional(String name, ColumnType type, String doc) {
    return new Column(name, type, true, doc);
  }
}
