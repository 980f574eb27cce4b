/**
 * From landed files to committed vectors: how fresh the table is, what the pipeline costs beside
 * the bare engine, and how a large backlog drains.
 */
@NullMarked
package dev.freshet.bench.ingest;

import org.jspecify.annotations.NullMarked;
