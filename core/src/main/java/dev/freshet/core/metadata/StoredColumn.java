package dev.freshet.core.metadata;

import java.io.Serializable;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * A column of a vector table, as filters name it, and the cells in which its values are stored. A
 * column gets a cell when the first value of that type lands, so that every value is stored with
 * its type. Cells are never taken away.
 *
 * @param name as filters and answers name the column
 * @param cells the name of the stored column per type of the values; empty before the first value
 * @param untyped whether some rows have only a text, from before metadata had types. The single
 *     cell is then that text
 */
public record StoredColumn(String name, Map<MetadataType, String> cells, boolean untyped)
    implements Serializable {

  public StoredColumn {
    EnumMap<MetadataType, String> copy = new EnumMap<>(MetadataType.class);
    copy.putAll(cells);
    cells = Collections.unmodifiableMap(copy);
  }

  /** A column without a value. */
  public static StoredColumn empty(String name) {
    return new StoredColumn(name, Map.of(), false);
  }

  /** A column that holds values of one type under its own name. */
  public static StoredColumn of(String name, MetadataType type) {
    return new StoredColumn(name, Map.of(type, name), false);
  }

  /** A column of texts whose types are not known. */
  public static StoredColumn untyped(String name) {
    return new StoredColumn(name, Map.of(MetadataType.TEXT, name), true);
  }

  /** Whether values of this type are stored. */
  public boolean has(MetadataType type) {
    return cells.containsKey(type);
  }

  /** Whether numbers are stored. */
  public boolean hasNumbers() {
    return has(MetadataType.INTEGER) || has(MetadataType.NUMBER);
  }
}
