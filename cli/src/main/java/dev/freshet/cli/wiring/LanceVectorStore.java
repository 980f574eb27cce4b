package dev.freshet.cli.wiring;

import dev.freshet.core.vector.VectorTableSpec;
import dev.freshet.core.vector.VectorTableWriter;
import dev.freshet.lance.LanceVectorTable;
import dev.freshet.lance.VectorIndexer;
import dev.freshet.pipeline.VectorStore;
import java.nio.file.Path;

/** The vector table of a pipeline as a Lance dataset. */
record LanceVectorStore(Path table) implements VectorStore {

  @Override
  public VectorTableWriter openWriter(VectorTableSpec spec) {
    return LanceVectorTable.openWriter(table, spec);
  }

  @Override
  public IndexCare openIndexCare() {
    return new Care(VectorIndexer.open(table));
  }

  private record Care(VectorIndexer indexer) implements IndexCare {

    @Override
    public void step() {
      indexer.run();
    }

    @Override
    public void close() {
      indexer.close();
    }
  }
}
