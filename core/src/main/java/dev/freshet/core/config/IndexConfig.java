package dev.freshet.core.config;

import dev.freshet.core.config.value.IndexType;
import dev.freshet.core.config.value.Problems;
import dev.freshet.core.vector.Distance;
import java.util.List;

/**
 * The indexes of the vector table. Everything but the distance may change while the table exists:
 * maintenance adapts the indexes.
 *
 * @param type how vectors are indexed; default {@link IndexType#IVF_HNSW_SQ}
 * @param distance how they are compared, fixed when the table is created; default {@link
 *     Distance#COSINE}
 * @param filterColumns metadata columns with an index for filters; default none
 * @param fullText whether the text of chunks has a full-text index; default {@link
 *     #DEFAULT_FULL_TEXT}
 */
public record IndexConfig(
    IndexType type, Distance distance, List<String> filterColumns, boolean fullText) {

  public static final IndexType DEFAULT_TYPE = IndexType.IVF_HNSW_SQ;
  public static final Distance DEFAULT_DISTANCE = Distance.COSINE;
  public static final boolean DEFAULT_FULL_TEXT = false;

  public static final String FILTER_COLUMNS = "index.filter-columns";

  public IndexConfig {
    filterColumns = List.copyOf(filterColumns);
    Problems problems = new Problems();
    for (int i = 0; i < filterColumns.size(); i++) {
      String column = filterColumns.get(i);
      if (filterColumns.subList(0, i).contains(column)) {
        problems.add(FILTER_COLUMNS, "'" + column + "' is listed twice", "Name every column once.");
      }
    }
    problems.throwIfAny();
  }

  /** Everything by default. */
  public static IndexConfig defaults() {
    return new IndexConfig(DEFAULT_TYPE, DEFAULT_DISTANCE, List.of(), DEFAULT_FULL_TEXT);
  }

  /** The same without indexes for filters. */
  public IndexConfig withoutFilterColumns() {
    return new IndexConfig(type, distance, List.of(), fullText);
  }
}
