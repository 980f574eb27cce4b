package dev.freshet.home.delta;

import dev.freshet.core.BatchIdentity;
import dev.freshet.core.error.CommitConflictException;
import dev.freshet.core.error.CommitStateUnknownException;
import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.FreshetException;
import io.delta.kernel.Snapshot;
import io.delta.kernel.Transaction;
import io.delta.kernel.data.Row;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One append of one batch: look, decide, write files, commit, and start again when the commit
 * failed. Every round looks at the table first. So it finds a commit that arrived although it was
 * reported as failed, and does not repeat a batch that another writer committed meanwhile. Used
 * once, by one thread.
 */
final class Append {

  private static final Logger LOGGER = LoggerFactory.getLogger(Append.class);
  private static final int CONFLICTS_MAX = 100;
  private static final int FAILURES_MAX = 3;

  private final TableLog log;
  private final IntFunction<DataFileWriter> writers;
  private final BatchIdentity id;
  private final List<@Nullable Object[]> rows;
  private final List<String> key;

  private @Nullable Staged staged;
  private @Nullable Failure failure;
  private int conflicts;
  private int failures;

  /** The version to build on, and the stream's newest batch in it. */
  private record Seen(Snapshot base, OptionalLong lastCommitted) {}

  /** Files with the rows; valid for every round that chooses the same rows. */
  private record Staged(List<@Nullable Object[]> rows, List<Row> actions) {}

  /** Why the last round did not commit, and on which version it tried to. */
  private record Failure(long baseVersion, RuntimeException cause) {}

  /**
   * An append that has not started.
   *
   * @param writers the writer for a number of rows
   * @param key the columns by which rows of a batch before the newest are looked for; empty if such
   *     a batch is in the table as a whole
   */
  Append(
      TableLog log,
      IntFunction<DataFileWriter> writers,
      BatchIdentity id,
      List<@Nullable Object[]> rows,
      List<String> key) {
    this.log = log;
    this.writers = writers;
    this.id = id;
    this.rows = rows;
    this.key = key;
  }

  AppendOutcome run() {
    while (true) {
      Seen seen = look();
      AppendPlan plan = plan(seen);
      if (plan instanceof AppendPlan.Skip skip) {
        return skip.outcome();
      }
      requireAnotherRoundMakesSense(seen.base());
      AppendPlan.Write write = (AppendPlan.Write) plan;
      Transaction transaction = begin(seen);
      List<Row> actions = stage(transaction, write);
      try {
        return new AppendOutcome.Appended(log.commit(transaction, actions), write.rows().size());
      } catch (RuntimeException failed) {
        log.forget();
        failure = new Failure(seen.base().getVersion(), failed);
      }
    }
  }

  private Seen look() {
    try {
      Snapshot base = log.keptOrNewest();
      return new Seen(base, log.transaction(base, id.streamId()));
    } catch (FreshetException known) {
      throw known;
    } catch (RuntimeException unreadable) {
      if (failure != null) {
        unreadable.addSuppressed(failure.cause());
        throw new CommitStateUnknownException(
            "Cannot append batch %s to %s: the commit failed and the table cannot be read. "
                    .formatted(id.batchId(), log)
                + "Repeat the batch; its identity keeps it from being doubled.",
            unreadable);
      }
      throw log.unavailable("append batch " + id.batchId() + " to", unreadable);
    }
  }

  /**
   * Tells a conflict from a failure: after a conflict the table has a newer version. Kernel reports
   * both as having run out of retries, and a store may report either as the other.
   */
  private void requireAnotherRoundMakesSense(Snapshot base) {
    if (failure == null) {
      return;
    }
    if (base.getVersion() > failure.baseVersion()) {
      if (++conflicts >= CONFLICTS_MAX) {
        throw new CommitConflictException(
            "Cannot append batch %s to %s: other commits came first %d times. Repeat the batch."
                .formatted(id.batchId(), log, conflicts),
            failure.cause());
      }
      return;
    }
    LOGGER
        .atWarn()
        .addKeyValue("table", log.schema().name())
        .addKeyValue("batchId", id.batchId())
        .addKeyValue("error", failure.cause().toString())
        .log("commit failed and is not in the table");
    if (++failures >= FAILURES_MAX) {
      throw new FreshetException(
          ErrorCode.STORE_UNAVAILABLE,
          "Cannot append batch %s to %s: the commit failed %d times. Repeat the batch."
              .formatted(id.batchId(), log, failures),
          failure.cause());
    }
  }

  private AppendPlan plan(Seen seen) {
    AppendPlan plan = AppendPlan.decide(log.schema(), id, seen.lastCommitted(), rows);
    return isLater(seen.lastCommitted()) && !key.isEmpty()
        ? AppendPlan.lacking(log.schema(), key, held(seen.base()), rows)
        : plan;
  }

  private boolean isLater(OptionalLong lastCommitted) {
    return lastCommitted.isPresent() && lastCommitted.getAsLong() > id.endSequence();
  }

  /** The keys of the rows that the table holds of the files of the batch. */
  private Set<List<@Nullable Object>> held(Snapshot base) {
    Set<List<@Nullable Object>> held = new HashSet<>();
    try {
      OptionalLong first = AppendPlan.firstSequence(log.schema(), rows);
      if (first.isPresent()) {
        log.scan(base)
            .rows(
                key,
                Optional.of(
                    new RowFilter.Between(key.get(0), first.getAsLong() - 1, id.endSequence())),
                row -> held.add(Arrays.asList(row)));
      }
      return held;
    } catch (IOException | RuntimeException unreadable) {
      throw log.unavailable("look for the rows of batch " + id.batchId() + " in", unreadable);
    }
  }

  private Transaction begin(Seen seen) {
    try {
      return isLater(seen.lastCommitted()) ? log.begin(seen.base()) : log.begin(seen.base(), id);
    } catch (RuntimeException unreadable) {
      throw log.unavailable("begin batch " + id.batchId() + " on", unreadable);
    }
  }

  private List<Row> stage(Transaction transaction, AppendPlan.Write write) {
    if (staged == null || !staged.rows().equals(write.rows())) {
      staged = new Staged(write.rows(), writeFiles(transaction, write.rows()));
    }
    return staged.actions();
  }

  // Exception: Spark throws checked exceptions its Java signatures do not declare.
  private List<Row> writeFiles(Transaction transaction, List<@Nullable Object[]> missing) {
    try {
      return log.checked(writers.apply(missing.size()).write(log.state(transaction), missing));
    } catch (Exception failed) {
      if (failed instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      throw log.unavailable("write the files of batch " + id.batchId() + " for", failed);
    }
  }
}
