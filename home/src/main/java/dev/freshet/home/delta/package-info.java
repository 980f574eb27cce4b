/**
 * Append-only Delta tables, each batch in them exactly once.
 *
 * <p>{@link dev.freshet.home.delta.DeltaTables} owns what tables share and opens them; {@link
 * dev.freshet.home.delta.DeltaTable} is one table; {@link dev.freshet.home.layer.Ledger} is the
 * three-column table of processed batches.
 *
 * <p>An append goes through three steps. {@code AppendPlan} decides from the newest committed
 * transaction of the stream which rows are missing; a {@code DataFileWriter} puts those into data
 * files, in this process for small batches and on Spark's executors for large ones; {@code
 * TableLog} publishes the files and the transaction id in one commit directly on top of the version
 * the decision was made from. If another commit came between, the decision is made again.
 */
@NullMarked
package dev.freshet.home.delta;

import org.jspecify.annotations.NullMarked;
