package dev.freshet.pipeline.run;

import dev.freshet.core.vector.VectorTableReader;
import dev.freshet.core.vector.VectorTableSpec;
import dev.freshet.core.vector.VectorTableWriter;
import dev.freshet.testkit.vector.FakeVectorTable;
import java.util.concurrent.atomic.AtomicInteger;

/** A vector store in memory that stays when its pipelines end. */
final class InMemoryVectorStore implements VectorStore {

  FakeVectorTable table = new FakeVectorTable();
  final AtomicInteger writersOpened = new AtomicInteger();

  @Override
  public VectorTableWriter openWriter(VectorTableSpec spec) {
    writersOpened.incrementAndGet();
    return table.openWriter(spec);
  }

  /** Loses the table; the next writer makes a new one. */
  void lose() {
    table = new FakeVectorTable();
  }

  VectorTableReader openReader() {
    return table.openReader();
  }
}
