package dev.freshet.testkit.vector;

import dev.freshet.core.vector.StagedRows;
import dev.freshet.core.vector.VectorRow;
import java.util.List;

/** Rows staged for the table with the id {@code tableId}. */
record FakeStagedRows(String tableId, List<VectorRow> list) implements StagedRows {

  FakeStagedRows {
    list = List.copyOf(list);
  }

  @Override
  public long rows() {
    return list.size();
  }
}
