/**
 * The pipeline in its fused topology: one Structured Streaming query whose foreachBatch takes every
 * landed line through Bronze, Silver and Gold into the vector table.
 *
 * <p>{@link dev.freshet.pipeline.IngestPipeline} is the entry: it opens everything in the right
 * order, recovers, runs the query and supervises it. {@link dev.freshet.pipeline.Verifier} proves
 * that Gold and the vector table say the same.
 */
@NullMarked
package dev.freshet.pipeline;

import org.jspecify.annotations.NullMarked;
