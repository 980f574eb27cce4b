/**
 * Large batches on Spark's executors: {@link dev.freshet.pipeline.cluster.WorkDistribution} wraps a
 * model and a vector table's writer so that executors do large work and the driver does small work.
 *
 * <p>The result is the one that the driver alone would have, in the same order, so no caller sees a
 * difference: the vector cache stays in front of the model, and the commit stays on the driver. A
 * task is a pure function of its part, or leaves files that no commit names, so Spark may repeat
 * it.
 */
@NullMarked
package dev.freshet.pipeline.cluster;

import org.jspecify.annotations.NullMarked;
