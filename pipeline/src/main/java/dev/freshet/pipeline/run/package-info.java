/**
 * The pipeline in its fused topology: one Structured Streaming query whose foreachBatch takes every
 * landed line through Bronze, Silver and Gold into the vector table.
 *
 * <p>{@link dev.freshet.pipeline.run.IngestPipeline} is the entry: it opens everything in the right
 * order, recovers, runs the query and supervises it. {@link dev.freshet.pipeline.verify.Verifier}
 * proves that Gold and the vector table agree.
 */
@NullMarked
package dev.freshet.pipeline.run;

import org.jspecify.annotations.NullMarked;
