package dev.freshet.testkit.vector;

import dev.freshet.core.vector.RowStager;
import dev.freshet.core.vector.VectorRow;
import dev.freshet.core.vector.VectorTableSpec;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Stages rows that fit the table with the id {@code tableId}. */
record FakeRowStager(String tableId, VectorTableSpec spec) implements RowStager {

  @Override
  public FakeStagedRows stage(List<VectorRow> rows) {
    for (VectorRow row : rows) {
      if (!spec.fits(row.vector())) {
        throw new IllegalArgumentException("Invalid vector of length " + row.vector().length);
      }
      if (!spec.metadataColumns().containsAll(row.metadata().keySet())) {
        throw new IllegalArgumentException("Invalid metadata: " + row.metadata().keySet());
      }
    }
    requireUniqueIds(rows);
    return new FakeStagedRows(tableId, rows);
  }

  static void requireUniqueIds(List<VectorRow> rows) {
    Set<String> ids = new HashSet<>();
    for (VectorRow row : rows) {
      if (!ids.add(row.chunk().id())) {
        throw new IllegalArgumentException("Invalid rows: duplicate id");
      }
    }
  }
}
