package dev.freshet.home.layer;

import dev.freshet.core.BatchIdentity;
import dev.freshet.home.delta.AppendOutcome;
import dev.freshet.home.delta.DeltaTable;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A Delta table whose rows have a type. Thread-safe.
 *
 * @param <R> a row as it is appended
 */
public final class LayerTable<R> {

  private final DeltaTable table;
  private final Function<R, @Nullable Object[]> cells;

  LayerTable(DeltaTable table, Function<R, @Nullable Object[]> cells) {
    this.table = table;
    this.cells = cells;
  }

  /**
   * Appends a batch, once however often it is called.
   *
   * @throws dev.freshet.core.error.FreshetException as {@link DeltaTable#append}
   */
  public AppendOutcome append(BatchIdentity batch, List<R> rows) {
    List<@Nullable Object[]> appended = new ArrayList<>(rows.size());
    rows.forEach(row -> appended.add(cells.apply(row)));
    return table.append(batch, appended);
  }

  /** Streams all rows, in no particular order and in bounded memory. */
  public <P> void scan(Projection<P> projection, Consumer<P> consumer) {
    scanAfter(projection, OptionalLong.empty(), consumer);
  }

  /**
   * As {@link #scan}.
   *
   * @param after rows of file versions above this one only; empty for all rows
   */
  public <P> void scanAfter(Projection<P> projection, OptionalLong after, Consumer<P> consumer) {
    table.scan(
        projection.columns(), after, row -> consumer.accept(projection.read(new Cells(row))));
  }

  /** As {@link #scan}, for rows of file versions above {@code after} and up to {@code upTo}. */
  public <P> void scanBetween(
      Projection<P> projection, long after, long upTo, Consumer<P> consumer) {
    table.scanBetween(
        projection.columns(), after, upTo, row -> consumer.accept(projection.read(new Cells(row))));
  }

  /** End sequence of the stream's newest batch in the table; empty when it holds none. */
  public OptionalLong lastCommitted(String streamId) {
    return table.lastCommitted(streamId);
  }

  /** Rows in the newest version; empty when another writer left a file without statistics. */
  public OptionalLong rowCount() {
    return table.rowCount();
  }

  /** The table below, for its path and version. */
  public DeltaTable table() {
    return table;
  }
}
