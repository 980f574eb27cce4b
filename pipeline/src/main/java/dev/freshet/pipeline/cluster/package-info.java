/**
 * Large batches on Spark's executors: {@link dev.freshet.pipeline.cluster.Distribution} puts a
 * model and a vector table's writer behind ones that send large work out and do small work here.
 *
 * <p>What comes back is what the driver would have made itself, in the same order, so nothing above
 * knows of it: the vector cache stays in front, the commit stays where it is. A task is a pure
 * function of its part, or leaves files behind that no commit names, so Spark may repeat it.
 */
@NullMarked
package dev.freshet.pipeline.cluster;

import org.jspecify.annotations.NullMarked;
