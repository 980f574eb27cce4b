package dev.freshet.home.layer;

import dev.freshet.core.BatchIdentity;
import dev.freshet.home.delta.AppendOutcome;
import dev.freshet.home.delta.Column;
import dev.freshet.home.delta.ColumnType;
import dev.freshet.home.delta.DeltaTable;
import dev.freshet.home.delta.RowFilter;
import dev.freshet.home.delta.TableSchema;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * The ledger: one row per batch that reached the vector table, written after that commit and never
 * before. It is for people and reports. Whether a batch must be repeated is decided by the batch
 * identity inside the vector table's own commit, so a crash between the two costs at most a row.
 *
 * <p>Idempotent: a batch, or one that ends earlier in the same stream, is recorded once.
 * Thread-safe.
 */
public final class Ledger {

  /** The status of a batch that is in the vector table. */
  public static final String COMMITTED = "committed";

  private static final String BATCH_ID = "batch_id";
  private static final String PROCESSED_AT = "processed_at";
  private static final String STATUS = "status";

  static final TableSchema SCHEMA =
      TableSchema.unsequenced(
          "ledger",
          List.of(
              Column.required(BATCH_ID, ColumnType.STRING, "Stream id and end sequence."),
              Column.required(PROCESSED_AT, ColumnType.TIMESTAMP, "When the batch was committed."),
              Column.required(STATUS, ColumnType.STRING, "How the batch ended.")));

  private static final Projection<LedgerEntry> ENTRIES =
      Projection.of(
          List.of(BATCH_ID, PROCESSED_AT, STATUS),
          cells -> new LedgerEntry(cells.text(0), cells.time(1), cells.text(2)));

  private static final Projection<String> BATCH_IDS =
      Projection.of(List.of(BATCH_ID), cells -> cells.text(0));

  private static final Comparator<LedgerEntry> BY_AGE =
      Comparator.comparing(LedgerEntry::processedAt);

  private final LayerTable<LedgerEntry> table;

  Ledger(DeltaTable table) {
    this.table =
        new LayerTable<>(
            table, entry -> new Object[] {entry.batchId(), entry.processedAt(), entry.status()});
  }

  /** The table without the types, for its path and its version. */
  public DeltaTable table() {
    return table.table();
  }

  /**
   * Records a batch, unless it or a later one of its stream is recorded.
   *
   * @param status such as {@link #COMMITTED}
   * @throws dev.freshet.core.error.FreshetException as {@link DeltaTable#append}
   */
  public AppendOutcome record(BatchIdentity id, Instant processedAt, String status) {
    return table.append(id, List.of(new LedgerEntry(id.batchId(), processedAt, status)));
  }

  /** Whether this very batch has a row; a later batch of its stream does not count. */
  public boolean contains(BatchIdentity id) {
    AtomicBoolean found = new AtomicBoolean();
    table.scan(
        BATCH_IDS,
        Optional.of(new RowFilter.EqualTo(BATCH_ID, id.batchId())),
        batch -> found.set(true));
    return found.get();
  }

  /**
   * The newest entries, newest first.
   *
   * @param limit at most this many, at least 1
   */
  public List<LedgerEntry> newest(int limit) {
    return table.last(limit, BY_AGE, ENTRIES, Optional.empty(), entry -> true);
  }

  /**
   * As {@link #newest(int)}, of those that are not earlier than {@code since}: files of earlier
   * ones are not opened.
   */
  public List<LedgerEntry> newest(int limit, Instant since) {
    return table.last(
        limit,
        BY_AGE,
        ENTRIES,
        Optional.of(new RowFilter.NotBefore(PROCESSED_AT, since)),
        entry -> true);
  }

  /** Streams all entries, in no particular order and in bounded memory. */
  public void forEach(Consumer<LedgerEntry> consumer) {
    table.scan(ENTRIES, consumer);
  }
}
