package dev.freshet.pipeline.stage;

import dev.freshet.core.BatchIdentity;
import dev.freshet.core.vector.VectorTableWriter;
import dev.freshet.home.layer.LayerTables;
import dev.freshet.pipeline.record.KeyIndex;

/**
 * Everything that a batch is written to.
 *
 * @param layers the Delta tables
 * @param keys the newest state per record key
 * @param vectors the vector table
 */
public record Stores(LayerTables layers, KeyIndex keys, VectorTableWriter vectors) {

  /** End sequence of a stream's newest batch in the vector table; 0 if there is none. */
  public long committedEnd(String streamId) {
    return vectors.lastCommitted(streamId).map(BatchIdentity::endSequence).orElse(0L);
  }
}
