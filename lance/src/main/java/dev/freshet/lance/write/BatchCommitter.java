package dev.freshet.lance.write;

import dev.freshet.core.error.FreshetException;
import dev.freshet.core.lease.CommitLease;
import dev.freshet.core.vector.VectorCommit;
import dev.freshet.core.vector.WriteOutcome;
import dev.freshet.lance.table.CommitRecord;
import dev.freshet.lance.table.LanceErrors;
import dev.freshet.lance.table.LanceTable;
import dev.freshet.lance.table.TableHead;
import java.io.UncheckedIOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits batches exactly once. Each attempt reads the head first. If its epoch is higher, this
 * writer is fenced. If its record holds the batch, the batch is committed, by this call if it sent
 * a commit before. Otherwise the attempt looks the old rows up at this version and sends one {@link
 * RowReplacement}. After a conflict or an unknown outcome it repeats all this with the same staged
 * fragments.
 *
 * <p>Each attempt first waits until maintenance has released the lease. It waits before the
 * look-up, since the commit of maintenance changes the fragments in which rows are looked up.
 */
final class BatchCommitter {

  private static final Logger LOGGER = LoggerFactory.getLogger(BatchCommitter.class);

  private final LanceTable table;
  private final FragmentWriter fragments;
  private final WriterClaim claim;
  private final CommitLease lease;
  private final WriterOptions options;

  BatchCommitter(
      LanceTable table,
      FragmentWriter fragments,
      WriterClaim claim,
      CommitLease lease,
      WriterOptions options) {
    this.table = table;
    this.fragments = fragments;
    this.claim = claim;
    this.lease = lease;
    this.options = options;
  }

  WriteOutcome commit(VectorCommit batch, StagedFragments staged) {
    CommitLoop loop = new CommitLoop("batch " + batch.identity().batchId(), options);
    LeaseWait wait = new LeaseWait(lease);
    long deletedRows = 0;
    while (true) {
      wait.await();
      TableHead head = loop.look(table);
      claim.requireHeld(head.record());
      if (head.record().holds(batch.identity())) {
        // This call has committed it: the claim still holds, so no other writer can have. But its
        // manifest need not be on disk.
        requireOnDisk(loop, head);
        return loop.hasAttempted()
            ? new WriteOutcome.Committed(
                head.recordVersion(), deletedRows, loop.conflicts(), wait.total())
            : new WriteOutcome.AlreadyCommitted(head.version());
      }
      RowReplacement replacement = prepare(loop, head.record(), batch, staged);
      deletedRows = replacement.deletedRows();
      CommitRecord record =
          head.record().withBatch(batch.identity(), batch.asOf(), replacement.anchorRow());
      try {
        options.probe().accept(CommitStep.BEFORE_COMMIT);
        long version = table.commit(replacement.operation(), record.properties(batch.identity()));
        options.probe().accept(CommitStep.AFTER_COMMIT);
        return new WriteOutcome.Committed(version, deletedRows, loop.conflicts(), wait.total());
      } catch (Exception e) {
        LOGGER
            .atDebug()
            .addKeyValue("batchId", batch.identity().batchId())
            .addKeyValue("lanceVersion", head.version())
            .addKeyValue("error", LanceErrors.firstLine(e))
            .log("commit attempt failed");
        loop.failed(e);
      }
    }
  }

  private void requireOnDisk(CommitLoop loop, TableHead head) {
    try {
      table.sync().head(head);
    } catch (UncheckedIOException e) {
      throw loop.unprepared(table, e);
    }
  }

  private RowReplacement prepare(
      CommitLoop loop, CommitRecord record, VectorCommit batch, StagedFragments staged) {
    try {
      if (table.dataset().getFragments().isEmpty()) {
        RowReplacement.restoreAnchorRow(table, record, fragments);
        CommitRecord restored = loop.look(table).record();
        claim.requireHeld(restored);
        return RowReplacement.plan(table, restored, batch.replacedKeys(), staged, fragments);
      }
      return RowReplacement.plan(table, record, batch.replacedKeys(), staged, fragments);
    } catch (FreshetException e) {
      throw e;
    } catch (Exception e) {
      throw loop.unprepared(table, e);
    }
  }
}
