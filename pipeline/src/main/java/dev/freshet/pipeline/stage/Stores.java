package dev.freshet.pipeline.stage;

import dev.freshet.core.vector.VectorTableWriter;
import dev.freshet.home.layer.LayerTables;
import dev.freshet.pipeline.record.KeyIndex;

/** Everything a batch is written to. */
public record Stores(LayerTables layers, KeyIndex keys, VectorTableWriter vectors) {}
