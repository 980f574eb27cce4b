package dev.freshet.lance.write;

import dev.freshet.core.metadata.MetadataValue;
import dev.freshet.core.metadata.StoredColumn;
import dev.freshet.core.vector.VectorRow;
import dev.freshet.lance.table.ChunkSchema;
import dev.freshet.lance.table.LanceErrors;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Checks rows and writes them to data files. The native library does none of these checks.
 *
 * @param uri the path of the table
 * @param schema the columns of the table
 */
record RowStaging(String uri, ChunkSchema schema) {

  /**
   * Checks and writes {@code rows}.
   *
   * @param fragments the writer of the same table
   * @throws IllegalArgumentException if the rows do not fit the table
   * @throws dev.freshet.core.error.FreshetException with {@code STORE_UNAVAILABLE}
   */
  StagedFragments stage(List<VectorRow> rows, FragmentWriter fragments) {
    Set<String> ids = new HashSet<>();
    Set<String> keys = new HashSet<>();
    for (VectorRow row : rows) {
      requireFitting(row);
      if (!ids.add(row.chunk().id())) {
        throw new IllegalArgumentException("Cannot stage rows: two of them have the same chunk id");
      }
      keys.add(row.chunk().recordKey());
    }
    if (rows.isEmpty()) {
      return new StagedFragments(uri, ids, keys, List.of());
    }
    try {
      return new StagedFragments(uri, ids, keys, fragments.write(rows));
    } catch (Exception e) {
      throw LanceErrors.failure("stage " + rows.size() + " rows for", uri, e);
    }
  }

  private void requireFitting(VectorRow row) {
    if (!schema.spec().fits(row.vector())) {
      throw new IllegalArgumentException(
          "Cannot stage rows: a vector of "
              + row.vector().length
              + " components is not "
              + schema.spec().dimension()
              + " finite numbers");
    }
    if (!schema.spec().metadataColumns().containsAll(row.metadata().keySet())) {
      throw new IllegalArgumentException(
          "Cannot stage rows: metadata columns " + row.metadata().keySet() + " are not all known");
    }
    for (StoredColumn column : schema.spec().metadata()) {
      MetadataValue value = row.metadata().get(column.name());
      if (value != null && !column.cells().keySet().containsAll(value.cells().keySet())) {
        throw new IllegalArgumentException(
            "Cannot stage rows: metadata column "
                + column.name()
                + " has no cell for "
                + value.cells().keySet());
      }
    }
  }
}
