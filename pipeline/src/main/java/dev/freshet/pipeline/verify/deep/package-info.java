/**
 * A second opinion on the vector table: what landed, replayed from Bronze by a model of its own.
 * {@link dev.freshet.pipeline.verify.deep.Claims} says what a line claims, {@link
 * dev.freshet.pipeline.verify.deep.SourcePlace} which of two changes the source made later, {@link
 * dev.freshet.pipeline.verify.deep.Replay} what the records are in the end, and {@link
 * dev.freshet.pipeline.verify.deep.DeepVerifier} compares.
 *
 * <p>Nothing here uses the code by which the pipeline parses, orders, completes or renders: a
 * mistake made there would be repeated, and found equal. It shares the JSON parser, the codec of
 * Bronze and the chunker. An architecture test holds this.
 */
@NullMarked
package dev.freshet.pipeline.verify.deep;

import org.jspecify.annotations.NullMarked;
