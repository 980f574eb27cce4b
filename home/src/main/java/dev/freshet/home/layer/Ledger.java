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
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The ledger: one row per batch that reached the vector table, written after that commit and never
 * before. It is for people and reports; whether a batch must be repeated is decided by the batch
 * identity inside the vector table's own commit, so a crash between the two costs at most a row.
 *
 * <p>Idempotent: a batch, or one that ends earlier in the same stream, is recorded once.
 * Thread-safe.
 */
public final class Ledger {

  /** The batch is in the vector table. */
  public static final String COMMITTED = "committed";

  public static final TableSchema SCHEMA =
      TableSchema.unsequenced(
          "ledger",
          List.of(
              Column.required("batch_id", ColumnType.STRING, "Stream id and end sequence."),
              Column.required(
                  "processed_at", ColumnType.TIMESTAMP, "When the batch was committed."),
              Column.required("status", ColumnType.STRING, "How the batch ended.")));

  private static final List<String> COLUMNS = List.of("batch_id", "processed_at", "status");

  private final DeltaTable table;

  Ledger(DeltaTable table) {
    this.table = table;
  }

  /** The table below, for its path and version. */
  public DeltaTable table() {
    return table;
  }

  /**
   * Records a batch, unless it or a later one of its stream is recorded.
   *
   * @param status such as {@link #COMMITTED}
   * @throws dev.freshet.core.error.FreshetException as {@link DeltaTable#append}
   */
  public AppendOutcome record(BatchIdentity id, Instant processedAt, String status) {
    return table.append(
        id, List.<@Nullable Object[]>of(new Object[] {id.batchId(), processedAt, status}));
  }

  /** Whether this very batch has a row; a later batch of its stream does not count. */
  public boolean contains(BatchIdentity id) {
    AtomicBoolean found = new AtomicBoolean();
    var filter = new RowFilter.EqualTo("batch_id", id.batchId());
    table.scan(List.of("batch_id"), Optional.of(filter), row -> found.set(true));
    return found.get();
  }

  /**
   * The newest entries, newest first.
   *
   * @param limit at most this many, at least 1
   */
  public List<LedgerEntry> newest(int limit) {
    return newest(limit, Optional.empty());
  }

  /**
   * As {@link #newest(int)}, of those that are not earlier than {@code since}: files of earlier
   * ones are not opened.
   */
  public List<LedgerEntry> newest(int limit, Instant since) {
    return newest(limit, Optional.of(new RowFilter.NotBefore("processed_at", since)));
  }

  private List<LedgerEntry> newest(int limit, Optional<RowFilter> filter) {
    Comparator<LedgerEntry> byAge = Comparator.comparing(LedgerEntry::processedAt);
    PriorityQueue<LedgerEntry> newest = new PriorityQueue<>(byAge);
    table.scan(
        COLUMNS,
        filter,
        row -> {
          newest.add(entry(row));
          if (newest.size() > limit) {
            newest.remove();
          }
        });
    return newest.stream().sorted(byAge.reversed()).toList();
  }

  /** Streams all entries, in no particular order and in bounded memory. */
  public void forEach(Consumer<LedgerEntry> consumer) {
    table.scan(COLUMNS, OptionalLong.empty(), row -> consumer.accept(entry(row)));
  }

  private static LedgerEntry entry(@Nullable Object[] row) {
    return new LedgerEntry(
        (String) Objects.requireNonNull(row[0]),
        (Instant) Objects.requireNonNull(row[1]),
        (String) Objects.requireNonNull(row[2]));
  }
}
