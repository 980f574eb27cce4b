package dev.freshet.home.delta;

import dev.freshet.core.BatchIdentity;
import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.FreshetException;
import dev.freshet.core.error.InvalidConfigException;
import dev.freshet.home.delta.proof.DataFileTags;
import dev.freshet.storage.hadoop.LocalFs;
import io.delta.kernel.Operation;
import io.delta.kernel.Snapshot;
import io.delta.kernel.TableManager;
import io.delta.kernel.Transaction;
import io.delta.kernel.TransactionCommitResult;
import io.delta.kernel.data.Row;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.exceptions.ConcurrentWriteException;
import io.delta.kernel.exceptions.TableAlreadyExistsException;
import io.delta.kernel.exceptions.TableNotFoundException;
import io.delta.kernel.hook.PostCommitHook;
import io.delta.kernel.internal.SnapshotImpl;
import io.delta.kernel.internal.actions.Metadata;
import io.delta.kernel.internal.actions.SingleAction;
import io.delta.kernel.internal.util.Utils;
import io.delta.kernel.transaction.UpdateTableTransactionBuilder;
import io.delta.kernel.types.StructType;
import io.delta.kernel.utils.CloseableIterable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The transaction log of one table: finding its newest version and committing on top of one.
 * Thread-safe.
 */
final class TableLog {

  private static final String ENGINE_INFO = "freshet";

  /** Refuses UPDATE and DELETE by any Delta writer; compaction stays possible. */
  private static final Map<String, String> PROPERTIES = Map.of("delta.appendOnly", "true");

  /**
   * The snapshot of the last commit is kept, which saves listing the log. Its list of log files
   * only grows, so after this many commits a new one is read, which starts at the newest
   * checkpoint.
   */
  private static final int COMMITS_PER_LISTING = 20;

  private final Engine engine;
  private final String path;
  private final TableSchema schema;
  private final AfterCommit hooks;
  private final AtomicReference<Optional<Snapshot>> kept = new AtomicReference<>(Optional.empty());

  /** Takes the work that Delta asks for after a commit. */
  interface AfterCommit {
    void submit(Engine engine, String table, long version, List<PostCommitHook> hooks);
  }

  TableLog(Engine engine, String path, TableSchema schema, AfterCommit hooks) {
    this.engine = engine;
    this.path = path;
    this.schema = schema;
    this.hooks = hooks;
  }

  /** The newest version; empty when there is no table. One listing of the log. */
  Optional<Snapshot> newest() {
    try {
      return Optional.of(TableManager.loadSnapshot(path).build(engine));
    } catch (TableNotFoundException missing) {
      return Optional.empty();
    }
  }

  /** That version. */
  Snapshot at(long version) {
    return TableManager.loadSnapshot(path).atVersion(version).build(engine);
  }

  /** The version of the last commit from here, else the newest one; creates a missing table. */
  Snapshot keptOrNewest() {
    Snapshot snapshot = kept.get().orElseGet(this::newestOrCreated);
    kept.set(Optional.of(snapshot));
    return snapshot;
  }

  TableSchema schema() {
    return schema;
  }

  /** End sequence of a stream's newest batch in a version; empty when it holds none. */
  OptionalLong transaction(Snapshot snapshot, String streamId) {
    return snapshot
        .getLatestTransactionVersion(engine, streamId)
        .map(OptionalLong::of)
        .orElseGet(OptionalLong::empty);
  }

  Row state(Transaction transaction) {
    return transaction.getTransactionState(engine);
  }

  /** The exception for a store that failed, with its cause. */
  FreshetException unavailable(String doing, Throwable cause) {
    return new FreshetException(
        ErrorCode.STORE_UNAVAILABLE,
        "Cannot %s %s: %s. Check that the storage answers, then repeat."
            .formatted(doing, this, cause.getMessage()),
        cause);
  }

  @Override
  public String toString() {
    return "table " + schema.name() + " at " + path;
  }

  /** Forgets the kept version: another writer was faster. */
  void forget() {
    kept.set(Optional.empty());
  }

  private Snapshot newestOrCreated() {
    Snapshot newest =
        newest()
            .orElseGet(
                () -> {
                  create();
                  return TableManager.loadSnapshot(path).build(engine);
                });
    return requireSameColumns(newest) ? newest : withNewColumns(newest);
  }

  /**
   * Adds the columns that a later version of Freshet writes. Rows that are there read as null in
   * them. The Delta protocol allows that for every table, the builder of Kernel (4.4.0) only for
   * tables with column mapping; so the new metadata is committed as an action. The hooks of that
   * commit are left out: Kernel would write a checksum with the columns of before.
   */
  private Snapshot withNewColumns(Snapshot snapshot) {
    Metadata metadata = ((SnapshotImpl) snapshot).getMetadata().withNewSchema(schema.kernelType());
    List<Row> actions = List.of(SingleAction.createMetadataSingleAction(metadata.toRow()));
    try {
      snapshot
          .buildUpdateTableTransaction(ENGINE_INFO, Operation.MANUAL_UPDATE)
          .withMaxRetries(0)
          .build(engine)
          .commit(
              engine,
              CloseableIterable.inMemoryIterable(Utils.toCloseableIterator(actions.iterator())));
    } catch (ConcurrentWriteException addedByAnother) {
      // The caller reads it next.
    }
    return newestOrCreated();
  }

  /**
   * Returns whether the table has the schema's columns; false if only the last ones are missing and
   * may be null.
   */
  private boolean requireSameColumns(Snapshot snapshot) {
    List<String> found = columns(snapshot.getSchema());
    List<String> expected = columns(schema.kernelType());
    boolean extensible =
        found.size() < expected.size()
            && found.equals(expected.subList(0, found.size()))
            && schema.columns().subList(found.size(), expected.size()).stream()
                .allMatch(Column::nullable);
    if (!found.equals(expected) && !extensible) {
      throw new InvalidConfigException(
          "Cannot append to %s: its columns are %s, expected %s. Give the pipeline another home, or"
                  .formatted(this, found, expected)
              + " use the version that made the table.");
    }
    return !extensible;
  }

  private static List<String> columns(StructType type) {
    return type.fields().stream().map(f -> f.getName() + " " + f.getDataType()).toList();
  }

  private void create() {
    try {
      Transaction transaction =
          TableManager.buildCreateTableTransaction(path, schema.kernelType(), ENGINE_INFO)
              .withTableProperties(PROPERTIES)
              .build(engine);
      TransactionCommitResult result =
          transaction.commit(engine, CloseableIterable.emptyIterable());
      hooks.submit(engine, schema.name(), result.getVersion(), result.getPostCommitHooks());
    } catch (TableAlreadyExistsException | ConcurrentWriteException createdByAnother) {
      // The caller reads it next.
    }
  }

  /** A transaction on exactly this version; its state tells where data files go. */
  Transaction begin(Snapshot base, BatchIdentity id) {
    return append(base).withTransactionId(id.streamId(), id.endSequence()).build(engine);
  }

  /** As {@link #begin(Snapshot, BatchIdentity)}, for rows of files that the table holds already. */
  Transaction begin(Snapshot base) {
    return append(base).build(engine);
  }

  private static UpdateTableTransactionBuilder append(Snapshot base) {
    // Kernel would rebase an append over an earlier batch of the same stream, and so double the
    // rows that both hold. Without its retries a commit succeeds on the version for which the
    // rows were chosen, or fails.
    return base.buildUpdateTableTransaction(ENGINE_INFO, Operation.WRITE).withMaxRetries(0);
  }

  /** The rows of a version. */
  TableScan scan(Snapshot snapshot) {
    return new TableScan(engine, schema, snapshot);
  }

  /** The actions that add data files, with the checksums of these if they are local. */
  List<Row> checked(List<Row> added) throws IOException {
    Optional<Path> local = LocalFs.localPath(path);
    return local.isPresent()
        ? DataFileTags.checked(added, schema.kernelType(), local.get())
        : added;
  }

  /** Commits and returns the version made. */
  long commit(Transaction transaction, List<Row> actions) {
    TransactionCommitResult result =
        transaction.commit(
            engine,
            CloseableIterable.inMemoryIterable(Utils.toCloseableIterator(actions.iterator())));
    hooks.submit(engine, schema.name(), result.getVersion(), result.getPostCommitHooks());
    kept.set(
        result.getVersion() % COMMITS_PER_LISTING == 0
            ? Optional.empty()
            : result.getPostCommitSnapshot());
    return result.getVersion();
  }
}
