/**
 * Append-only Delta tables; every batch is in a table exactly once.
 *
 * <p>{@link dev.freshet.home.delta.DeltaTables} opens tables and owns what they share; {@link
 * dev.freshet.home.delta.DeltaTable} is one table.
 *
 * <p>An append goes through three steps. {@code AppendPlan} decides from the stream's newest
 * transaction which rows are missing. A {@code DataFileWriter} writes those into data files, in
 * this process for small batches and on Spark's executors for large ones. {@code TableLog}
 * publishes the files and the transaction id in one commit, directly on top of the version for
 * which the decision was made. If another commit came between, the decision is made again.
 */
@NullMarked
package dev.freshet.home.delta;

import org.jspecify.annotations.NullMarked;
