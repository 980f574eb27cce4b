package dev.freshet.pipeline.run;

import dev.freshet.core.vector.VectorTableReader;
import dev.freshet.core.vector.VectorTableSpec;
import dev.freshet.core.vector.VectorTableWriter;
import dev.freshet.testkit.vector.FakeVectorTable;
import java.util.concurrent.atomic.AtomicInteger;

/** A vector store in memory, which outlives the pipelines that write to it. */
final class InMemoryVectorStore implements VectorStore {

  final FakeVectorTable table = new FakeVectorTable();
  final AtomicInteger writersOpened = new AtomicInteger();

  @Override
  public VectorTableWriter openWriter(VectorTableSpec spec) {
    writersOpened.incrementAndGet();
    return table.openWriter(spec);
  }

  VectorTableReader openReader() {
    return table.openReader();
  }
}
