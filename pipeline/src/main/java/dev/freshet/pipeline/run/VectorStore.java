package dev.freshet.pipeline.run;

import dev.freshet.core.vector.VectorTableSpec;
import dev.freshet.core.vector.VectorTableWriter;

/** Where a pipeline's vectors go. */
@FunctionalInterface
public interface VectorStore {

  /** Opens the single writer, creating the table if it is not there, and fences every older one. */
  VectorTableWriter openWriter(VectorTableSpec spec);
}
