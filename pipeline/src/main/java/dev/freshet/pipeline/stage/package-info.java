/**
 * The seam: what happens to one micro-batch inside foreachBatch, and why it happens exactly once.
 *
 * <p>{@link dev.freshet.pipeline.stage.BatchProcessor} is the protocol: read the lines, let {@code
 * Reduction} decide which changes count, append the layers while {@code ChangeEmbedder} embeds,
 * then commit the vector table, then the key index, then the ledger. Every step may be repeated,
 * and a crash between any two is repaired by running the batch again. {@code docs/semantics.md} is
 * the normative text.
 */
@NullMarked
package dev.freshet.pipeline.stage;

import org.jspecify.annotations.NullMarked;
