package dev.freshet.home.delta;

import dev.freshet.core.BatchIdentity;
import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.FreshetException;
import dev.freshet.home.delta.proof.ContentCut;
import dev.freshet.home.delta.proof.LayerProof;
import dev.freshet.storage.damage.Damage;
import dev.freshet.storage.hadoop.LocalFs;
import io.delta.kernel.Snapshot;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.exceptions.KernelException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * One append-only Delta table, each row of each batch in it exactly once. The first append creates
 * the table, with {@code delta.appendOnly}; reading a table that does not exist yet yields nothing.
 *
 * <p>A batch is known by its {@link BatchIdentity}: the stream id is the transaction's {@code
 * appId}, the end sequence its {@code version} (Delta protocol, "Transaction Identifiers"). An
 * append may be repeated after any crash, from any process, and with the batches cut differently.
 * Other writers (compaction, other streams, Spark) may commit at the same time.
 *
 * <p>Thread-safe. Opened by {@link DeltaTables}, usable until that is closed. A store that fails is
 * reported as {@link dev.freshet.core.error.FreshetException}; every one that is retryable means
 * that the same call may be repeated.
 */
public final class DeltaTable {

  private final String path;
  private final TableLog log;
  private final IntFunction<DataFileWriter> writers;

  /** Empty for a table that is not in a local directory. */
  private final Optional<LayerProof> proof;

  /**
   * A table at a path that is resolved.
   *
   * @param writers the writer for a number of rows
   */
  DeltaTable(String path, Engine engine, TableLog log, IntFunction<DataFileWriter> writers) {
    this.path = path;
    this.log = log;
    this.writers = writers;
    this.proof =
        LocalFs.localPath(path).map(local -> new LayerProof(log.schema().name(), local, engine));
  }

  /** Where the table is, as a fully qualified URI. */
  public String path() {
    return path;
  }

  /** Its columns. */
  public TableSchema schema() {
    return log.schema();
  }

  /**
   * Appends the part of a batch that the table does not hold yet, in one commit: nothing when the
   * table holds this batch or a later one of the stream, else the rows of files after the stream's
   * newest batch (all rows if the schema has no sequence column).
   *
   * @param rows all rows of the batch in this table, each fitting {@link #schema()}; may be empty
   * @throws IllegalArgumentException when a row does not fit or comes after the batch's end
   * @throws dev.freshet.core.error.InvalidConfigException when the table has other columns
   * @throws dev.freshet.core.error.CommitConflictException when other commits kept coming first:
   *     repeat
   * @throws dev.freshet.core.error.CommitStateUnknownException when the commit failed and the table
   *     could not be read to see whether it arrived: repeat, the batch is not doubled
   * @throws dev.freshet.core.error.FreshetException when the store failed and the batch is known
   *     not to be in the table: repeat
   */
  public AppendOutcome append(BatchIdentity id, List<@Nullable Object[]> rows) {
    log.schema().requireFitting(rows);
    return new Append(log, writers, id, rows, List.of()).run();
  }

  /**
   * Appends, in one commit, the rows of a batch that the table lacks although it holds a later
   * batch of the stream. That one took the same files together with later ones, and had fewer rows
   * for them. That commit names no batch. A batch after the newest is appended as by {@link
   * #append}.
   *
   * @param rows as for {@link #append}
   * @param key the columns that tell rows apart, the sequence column first; unique in the table
   * @throws dev.freshet.core.error.FreshetException as {@link #append}
   */
  public AppendOutcome appendLacking(
      BatchIdentity id, List<@Nullable Object[]> rows, List<String> key) {
    log.schema().requireFitting(rows);
    return new Append(log, writers, id, rows, key).run();
  }

  /** End sequence of the stream's newest batch in the table; empty when it holds none. */
  public OptionalLong lastCommitted(String streamId) {
    return newest()
        .map(snapshot -> read("read", () -> log.transaction(snapshot, streamId)))
        .orElseGet(OptionalLong::empty);
  }

  /**
   * As {@link #lastCommitted(String)}, and whether there is a table, from one look at its log.
   *
   * @return empty when the table does not exist, 0 when it holds no batch of the stream
   */
  public OptionalLong end(String streamId) {
    return newest()
        .map(snapshot -> read("read", () -> log.transaction(snapshot, streamId)).orElse(0))
        .map(OptionalLong::of)
        .orElseGet(OptionalLong::empty);
  }

  /**
   * Streams rows of the newest version, in no particular order and in bounded memory. Files whose
   * statistics show that they hold no such row are not opened.
   *
   * @param columns the columns of the rows handed over, in this order, at least one
   * @param sequenceGreaterThan rows of files after this one only; empty for all rows
   * @param consumer gets every row once, as a new array; what it throws ends the scan
   * @throws IllegalArgumentException when there is no such column, or no sequence column to compare
   */
  public void scan(
      List<String> columns,
      OptionalLong sequenceGreaterThan,
      Consumer<@Nullable Object[]> consumer) {
    if (sequenceGreaterThan.isEmpty()) {
      scan(columns, Optional.empty(), consumer);
      return;
    }
    String sequence = schema().sequenceColumn();
    if (sequence == null) {
      throw new IllegalArgumentException("Table " + schema().name() + " has no sequence column");
    }
    var filter = new RowFilter.GreaterThan(sequence, sequenceGreaterThan.getAsLong());
    scan(columns, Optional.of(filter), consumer);
  }

  /** As {@link #scan(List, OptionalLong, Consumer)}, for the rows that pass a filter. */
  public void scan(
      List<String> columns, Optional<RowFilter> filter, Consumer<@Nullable Object[]> consumer) {
    newest()
        .ifPresent(
            snapshot ->
                read(
                    "scan",
                    () -> {
                      log.scan(snapshot).rows(columns, filter, consumer);
                      return Boolean.TRUE;
                    }));
  }

  /** Newest version; empty when the table does not exist. */
  public OptionalLong version() {
    return newest().map(s -> OptionalLong.of(s.getVersion())).orElseGet(OptionalLong::empty);
  }

  /**
   * Rows in the newest version, 0 when the table does not exist. Adds up what the log says of each
   * file and opens none; empty when another writer left a file without statistics.
   */
  public OptionalLong rowCount() {
    Optional<Snapshot> snapshot = newest();
    return snapshot.isEmpty()
        ? OptionalLong.of(0)
        : read("count", () -> log.scan(snapshot.get()).rowCount());
  }

  /**
   * Refuses a table whose log or whose data files are damaged.
   *
   * @throws FreshetException with {@link ErrorCode#STORE_DAMAGED} and the name of the file
   */
  public void requireWhole() {
    proved("check", LayerProof::requireWhole);
  }

  /**
   * Cuts a damaged table back to its last whole version, before anything is appended. What later
   * versions held is lost from this table, until its batches are appended again. Nothing else may
   * write the table meanwhile.
   *
   * @return what was damaged, in the order in which it was found; empty if the table is whole
   * @throws FreshetException with {@link ErrorCode#STORE_DAMAGED} if there is no version to cut
   *     back to; then nothing was moved
   */
  public List<Damage> cutBack() {
    List<Damage> healed = new ArrayList<>();
    proved("cut back", each -> healed.addAll(each.cutBack()));
    log.forget();
    return healed;
  }

  /**
   * How a data file that some process has found damaged can be taken out of the table. Changes
   * nothing.
   *
   * @param name of the file, as the log has it
   * @return empty if the file is whole, or no longer part of the table
   */
  public Optional<ContentCut> cutOf(String name) {
    List<ContentCut> found = new ArrayList<>();
    proved("check", each -> each.cutOf(name).ifPresent(found::add));
    return found.stream().findFirst();
  }

  /**
   * Takes a damaged data file out of the table. What the file and later versions held is lost from
   * this table, until its batches are appended again. Nothing else may write the table meanwhile.
   *
   * @param cut of {@link #cutOf}
   */
  public List<Damage> cut(ContentCut cut) {
    List<Damage> healed = new ArrayList<>();
    proved("cut back", each -> healed.add(each.cut(cut)));
    log.forget();
    return healed;
  }

  /** End sequence of a stream's newest batch in an earlier version; empty when it holds none. */
  public OptionalLong lastCommitted(String streamId, long version) {
    return read("read", () -> log.transaction(log.at(version), streamId));
  }

  /** Says that the table has to be filled again, until it is {@link #refilled}. */
  public void toBeFilled() {
    proved("mark as lost", LayerProof::toBeFilled);
  }

  /** Whether the table was cut back and does not hold everything again yet. */
  public boolean isCutBack() {
    return proof.map(LayerProof::isCutBack).orElse(false);
  }

  /** Says that the table holds again what it lost when it was cut back. */
  public void refilled() {
    proved("mark as whole", LayerProof::refilled);
  }

  /** Something that a proof does. */
  private interface Proving {
    void run(LayerProof proof) throws IOException;
  }

  private void proved(String doing, Proving proving) {
    if (proof.isPresent()) {
      try {
        proving.run(proof.get());
      } catch (IOException | KernelException | UncheckedIOException failed) {
        throw log.unavailable(doing, failed);
      }
    }
  }

  private Optional<Snapshot> newest() {
    proved("check", LayerProof::requireLog);
    return read("open", log::newest);
  }

  private <T> T read(String doing, Reading<T> reading) {
    try {
      return reading.run();
    } catch (TableScan.UnreadableFileException unreadable) {
      throw failure(doing, unreadable, unreadable.path());
    } catch (IOException | KernelException | UncheckedIOException failed) {
      throw failure(doing, failed, null);
    }
  }

  /**
   * Damage is told as damage: waiting for storage does not help.
   *
   * @param unreadable the data file that failed, if one did
   */
  private FreshetException failure(String doing, Exception failed, @Nullable String unreadable) {
    try {
      Optional<FreshetException> damage =
          proof.isPresent() ? proof.get().damage(failed, unreadable) : Optional.empty();
      return damage.orElseGet(() -> log.unavailable(doing, failed));
    } catch (IOException | RuntimeException again) {
      failed.addSuppressed(again);
      return log.unavailable(doing, failed);
    }
  }

  /** A read of the table that may fail. */
  private interface Reading<T> {
    T run() throws IOException;
  }
}
