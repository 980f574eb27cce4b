/**
 * The seam: what happens to one micro-batch inside foreachBatch, and why it happens exactly once.
 *
 * <p>The stages are pure: {@code LineReading} reads the lines; {@code BronzeStage}, {@code
 * SilverStage} and {@code GoldStage} make them rows of their layer; {@code Reduction} decides which
 * changes count. {@code LayerWriter} and {@link dev.freshet.pipeline.stage.VectorSink} write.
 * {@link dev.freshet.pipeline.stage.BatchProcessor} is the protocol that puts them in order: it
 * appends the layers while the sink embeds, then commits the vector table, then the key index, then
 * the ledger. Every step may be repeated, and running the batch again repairs a crash between any
 * two. {@code docs/semantics.md} is the normative text.
 */
@NullMarked
package dev.freshet.pipeline.stage;

import org.jspecify.annotations.NullMarked;
