package dev.freshet.home.delta.upkeep;

import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.FreshetException;
import dev.freshet.core.maintenance.StepOutcome;
import dev.freshet.home.delta.LocalDataFileWriter;
import dev.freshet.home.delta.proof.DataFileTags;
import dev.freshet.home.delta.upkeep.LiveFiles.LiveFile;
import io.delta.kernel.Operation;
import io.delta.kernel.Snapshot;
import io.delta.kernel.Transaction;
import io.delta.kernel.TransactionCommitResult;
import io.delta.kernel.data.Row;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.internal.actions.AddFile;
import io.delta.kernel.internal.actions.SingleAction;
import io.delta.kernel.internal.util.Utils;
import io.delta.kernel.transaction.UpdateTableTransactionBuilder;
import io.delta.kernel.utils.CloseableIterable;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Joins some data files of a table in one commit that changes no row (Delta protocol, "Add File and
 * Remove File": {@code dataChange} is false, which a table that is append-only allows). The rows
 * keep their order. An append that comes first is no conflict: the commit is repeated on top of it.
 * Used once, by one thread.
 */
final class Compaction {

  private static final int COMMITS_MAX = 100;

  /**
   * How long checkpoints name removed files. The clean-up does not need them there: it reads them
   * from the log entries. The default of a week would make each checkpoint of a table that gets a
   * batch a second list 600 000 files.
   */
  private static final Map<String, String> PROPERTIES =
      Map.of("delta.deletedFileRetentionDuration", "interval 1 hours");

  private final Engine engine;
  private final LayerLog log;
  private final InstantSource clock;

  Compaction(Engine engine, LayerLog log, InstantSource clock) {
    this.engine = engine;
    this.log = log;
    this.clock = clock;
  }

  /** Joins the oldest files of a tier, as many as {@link LayerShape#oldest} gives. */
  StepOutcome run(Snapshot planned, int tier, int filesMax) throws IOException {
    Snapshot head = planned;
    LiveFiles live = LiveFiles.of(engine, head);
    List<LiveFile> chosen = live.of(log.shape(head, live).oldest(tier, filesMax));
    if (chosen.size() < 2) {
      return new StepOutcome.Nothing(head.getVersion(), "There are no files left to join");
    }
    Transaction transaction = begin(head);
    List<Row> added = write(head, transaction, chosen);
    List<Row> actions = actions(head, added, chosen);
    int conflicts = 0;
    while (true) {
      try {
        long version = commit(transaction, actions);
        long rows = chosen.stream().mapToLong(file -> file.data().rows()).sum();
        return new StepOutcome.Done(version, rows, 0, conflicts, Duration.ZERO);
      } catch (RuntimeException failed) {
        long base = head.getVersion();
        head = log.newest().orElseThrow(() -> failed);
        Set<String> paths = LiveFiles.of(engine, head).paths();
        if (paths.contains(path(added.get(0)))) {
          return new StepOutcome.Done(head.getVersion(), rows(added), 0, conflicts, Duration.ZERO);
        }
        if (head.getVersion() == base) {
          throw failed;
        }
        conflicts++;
        boolean same = chosen.stream().allMatch(file -> paths.contains(file.data().path()));
        if (!same || conflicts == COMMITS_MAX) {
          return new StepOutcome.Conflict(head.getVersion(), conflicts, Duration.ZERO);
        }
        transaction = begin(head);
      }
    }
  }

  private Transaction begin(Snapshot head) {
    UpdateTableTransactionBuilder builder =
        head.buildUpdateTableTransaction("freshet", Operation.MANUAL_UPDATE).withMaxRetries(0);
    if (!head.getTableProperties().keySet().containsAll(PROPERTIES.keySet())) {
      builder = builder.withTablePropertiesAdded(PROPERTIES);
    }
    return builder.build(engine);
  }

  private List<Row> write(Snapshot head, Transaction transaction, List<LiveFile> chosen)
      throws IOException {
    List<Row> added;
    try (FileRows rows = new FileRows(engine, head, chosen)) {
      added = LocalDataFileWriter.write(engine, transaction.getTransactionState(engine), rows);
    }
    long expected = chosen.stream().mapToLong(file -> file.data().rows()).sum();
    if (rows(added) != expected) {
      throw new FreshetException(
          ErrorCode.STORE_DAMAGED,
          "Cannot join %d data files of %s: its log says they have %d rows, they have %d. Nothing was changed; run `freshet verify`."
              .formatted(chosen.size(), log, expected, rows(added)));
    }
    return DataFileTags.checked(added, head.getSchema(), log.directory());
  }

  private List<Row> actions(Snapshot head, List<Row> added, List<LiveFile> chosen) {
    List<Row> actions = new ArrayList<>();
    added.forEach(add -> actions.add(withoutDataChange(head, add)));
    long now = clock.millis();
    chosen.forEach(
        file -> actions.add(SingleAction.createRemoveFileSingleAction(file.removal(now))));
    return actions;
  }

  private static Row withoutDataChange(Snapshot head, Row action) {
    AddFile add = added(action);
    return SingleAction.createAddFileSingleAction(
        AddFile.createAddFileRow(
            head.getSchema(),
            add.getPath(),
            add.getPartitionValues(),
            add.getSize(),
            add.getModificationTime(),
            false,
            Optional.empty(),
            add.getTags(),
            add.getBaseRowId(),
            add.getDefaultRowCommitVersion(),
            add.getStats(head.getSchema())));
  }

  private static AddFile added(Row action) {
    return new AddFile(action.getStruct(SingleAction.ADD_FILE_ORDINAL));
  }

  private static String path(Row action) {
    return added(action).getPath();
  }

  private static long rows(List<Row> added) {
    return added.stream().mapToLong(add -> added(add).getNumRecords().orElse(0L)).sum();
  }

  private long commit(Transaction transaction, List<Row> actions) {
    TransactionCommitResult result =
        transaction.commit(
            engine,
            CloseableIterable.inMemoryIterable(Utils.toCloseableIterator(actions.iterator())));
    log.run(result.getPostCommitHooks());
    return result.getVersion();
  }
}
