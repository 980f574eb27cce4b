package dev.freshet.testkit.vector;

import dev.freshet.core.vector.VectorTableReader;
import dev.freshet.core.vector.VectorTableSpec;
import dev.freshet.core.vector.VectorTableWriter;

class FakeVectorTableTest extends VectorTableContract {

  private final FakeVectorTable table = new FakeVectorTable();

  @Override
  protected VectorTableWriter openWriter(VectorTableSpec spec) {
    return table.openWriter(spec);
  }

  @Override
  protected VectorTableReader openReader() {
    return table.openReader();
  }

  @Override
  protected void indexText() {
    table.indexText();
  }

  @Override
  protected void failNextCommit(CommitFault fault) {
    table.failNextCommit(fault);
  }

  @Override
  protected void indexMetadata(VectorTableSpec spec) {}
}
