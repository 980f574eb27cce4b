package dev.freshet.lance.table;

import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.FreshetException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.lance.Dataset;
import org.lance.Transaction;
import org.lance.operation.UpdateConfig;
import org.lance.operation.UpdateMap;

/**
 * Finds the newest {@link CommitRecord}: walks back from the head over commits that are not ours
 * (index builds, compactions), down to a version already known. Where version clean-up has removed
 * the history, the record that was carried forward into the table config counts.
 */
public final class TableHistory {

  private final String uri;

  public TableHistory(String uri) {
    this.uri = uri;
  }

  /**
   * The head of {@code dataset} as checked out. About 0.3 ms if the newest commit is ours, one
   * manifest read more for every commit of others since {@code known}.
   */
  public TableHead head(Dataset dataset, @Nullable TableHead known) {
    long head = dataset.version();
    Optional<CommitRecord> record = recordOf(dataset);
    long version = head;
    while (record.isEmpty()) {
      if (known != null && version <= known.version()) {
        return new TableHead(head, known.recordVersion(), known.record());
      }
      version--;
      if (version == 0) {
        return new TableHead(head, 0, carried(dataset).orElse(CommitRecord.CREATED));
      }
      try (Dataset older = dataset.checkoutVersion(version)) {
        record = recordOf(older);
      } catch (Exception e) {
        if (!LanceErrors.isNotFound(e)) {
          throw e;
        }
        return new TableHead(head, 0, carried(dataset).orElseThrow(() -> lost(head)));
      }
    }
    return new TableHead(head, version, record.get());
  }

  /**
   * Writes the head's record into the table config, so that the versions before {@code head} may be
   * removed. Does nothing if it is there. The commit itself carries no record: it would be rebased
   * over a batch that comes first, and hide that batch. Throws what the native library throws; see
   * {@link LanceErrors}.
   */
  public static void carryForward(LanceTable table, TableHead head) throws Exception {
    if (carried(table.dataset()).equals(Optional.of(head.record()))) {
      return;
    }
    UpdateConfig operation =
        UpdateConfig.builder()
            .configUpdates(UpdateMap.builder().updates(head.record().properties()).build())
            .build();
    table.commit(operation, Map.of());
  }

  private static Optional<CommitRecord> carried(Dataset dataset) {
    return CommitRecord.read(dataset.getConfig());
  }

  private static Optional<CommitRecord> recordOf(Dataset dataset) {
    Optional<Transaction> read;
    try {
      read = dataset.readTransaction();
    } catch (Exception e) {
      if (LanceErrors.isUndecodableRewrite(e)) {
        return Optional.empty();
      }
      throw e;
    }
    if (read.isEmpty()) {
      return Optional.empty();
    }
    try (Transaction transaction = read.get()) {
      return CommitRecord.read(transaction.transactionProperties().orElse(Map.of()));
    }
  }

  private FreshetException lost(long head) {
    return new FreshetException(
        ErrorCode.INTERNAL,
        "Cannot read the batch identities of vector table "
            + uri
            + " at version "
            + head
            + ": the versions that held them were removed without carrying them forward. Rebuild the table with `reindex`.");
  }
}
