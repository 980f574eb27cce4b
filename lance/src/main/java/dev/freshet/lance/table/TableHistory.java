package dev.freshet.lance.table;

import dev.freshet.core.error.FreshetException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.lance.Dataset;
import org.lance.Transaction;

/**
 * Finds the newest {@link CommitRecord}: goes back from the head over the commits that carry none
 * (index builds, compactions), down to a version already known. Where version clean-up has removed
 * the history, it takes the record that was carried forward into the table config.
 */
public final class TableHistory {

  private final String uri;

  /**
   * @param uri the table, for messages
   */
  public TableHistory(String uri) {
    this.uri = uri;
  }

  /**
   * The head of {@code dataset} at the version it is at. Takes about 0.3 ms if the newest commit
   * carries a record; every commit without one since {@code known} costs one more read of a
   * manifest.
   *
   * @param known the head as last found, if any
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
   * removed. Does nothing if the config holds it already. Throws what the native library throws;
   * see {@link LanceErrors}.
   */
  public static void carryForward(LanceTable table, TableHead head) throws Exception {
    if (carried(table.dataset()).equals(Optional.of(head.record()))) {
      return;
    }
    table.commitConfig(head.record().properties());
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
    return LanceErrors.damaged(
        "read the batch identities of",
        uri,
        "the versions before "
            + head
            + " that held them were removed and the table config does not hold them",
        null);
  }
}
