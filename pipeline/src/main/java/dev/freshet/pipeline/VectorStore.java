package dev.freshet.pipeline;

import dev.freshet.core.vector.VectorTableSpec;
import dev.freshet.core.vector.VectorTableWriter;

/** Where a pipeline's vectors go. */
public interface VectorStore {

  /** Opens the single writer, creating the table if it is not there, and fences every older one. */
  VectorTableWriter openWriter(VectorTableSpec spec);

  /** Opens the care of the vector index; the table must exist. */
  IndexCare openIndexCare();

  /** Keeps the vector index up to the table, a step at a time. Not thread-safe. */
  interface IndexCare extends AutoCloseable {

    /** Takes the one step the table needs, if any; never blocks a writer. Safe to repeat. */
    void step();

    @Override
    void close();
  }
}
