package dev.freshet.pipeline.run;

import dev.freshet.core.vector.VectorTableSpec;
import dev.freshet.core.vector.VectorTableWriter;

/** Opens the table that a pipeline writes its vectors to. */
@FunctionalInterface
public interface VectorStore {

  /** Opens the single writer and fences every older one. Makes the table if it is missing. */
  VectorTableWriter openWriter(VectorTableSpec spec);
}
