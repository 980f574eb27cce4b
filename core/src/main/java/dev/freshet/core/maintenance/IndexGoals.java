package dev.freshet.core.maintenance;

import dev.freshet.core.config.IndexConfig;
import dev.freshet.core.config.value.IndexType;
import java.util.ArrayList;
import java.util.List;

/**
 * The indexes a table is to have. Other indexes of the table are extended with these and otherwise
 * left alone.
 *
 * @param vector type of the vector index
 * @param columns indexes of columns, in the order they are built in
 */
public record IndexGoals(IndexType vector, List<ColumnIndex> columns) {

  public IndexGoals {
    columns = List.copyOf(columns);
  }

  /** The configured indexes: the full-text index first, because searches for words need it. */
  public static IndexGoals of(IndexConfig config) {
    List<ColumnIndex> columns = new ArrayList<>();
    if (config.fullText()) {
      columns.add(ColumnIndex.fullText());
    }
    config.filterColumns().forEach(column -> columns.add(ColumnIndex.filter(column)));
    return new IndexGoals(config.type(), columns);
  }

  /** A vector index of the default type and nothing else. */
  public static IndexGoals vectorOnly() {
    return new IndexGoals(IndexConfig.DEFAULT_TYPE, List.of());
  }
}
