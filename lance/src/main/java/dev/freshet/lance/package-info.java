/**
 * The vector table: a plain Lance dataset, written by one fenced writer, one commit per batch.
 *
 * <p>Entry: {@link dev.freshet.lance.LanceVectorTable}; the packages below are its implementation.
 * Data flow of a batch: {@code RowStream} → fragments on disk ({@code StagedFragments}) → {@code
 * BatchCommitter} looks at the head ({@code LanceTable}, {@code TableHistory}), {@code
 * RowReplacement} turns the batch into one {@code Update} operation, and the {@code CommitRecord}
 * is stored in the properties of that transaction. A search goes through {@code LanceTableReader};
 * {@code FilterSql} writes its filter for the native library.
 *
 * <p>Maintenance beside the writer: {@code LanceTableMaintainer} observes ({@code TableObserver})
 * and takes steps ({@code IndexSteps}, {@code FragmentRewriter}, {@code VersionRemoval}); {@code
 * LanceCommitLease} keeps its commits and the writer's apart.
 */
@NullMarked
package dev.freshet.lance;

import org.jspecify.annotations.NullMarked;
