package dev.freshet.testkit.vector;

import dev.freshet.core.vector.StagedRows;
import dev.freshet.core.vector.VectorRow;
import java.util.List;

/** Rows staged by {@code table}. */
record FakeStagedRows(FakeVectorTable table, List<VectorRow> list) implements StagedRows {

  @Override
  public long rows() {
    return list.size();
  }
}
