package dev.freshet.pipeline.seam;

import dev.freshet.core.vector.VectorTableWriter;
import dev.freshet.pipeline.key.KeyIndex;
import dev.freshet.pipeline.layer.LayerTables;

/** Everything a batch is written to. */
public record Stores(LayerTables layers, KeyIndex keys, VectorTableWriter vectors) {}
