package dev.freshet.home.layer;

import dev.freshet.core.BatchIdentity;
import dev.freshet.home.delta.AppendOutcome;
import dev.freshet.home.delta.DeltaTable;
import dev.freshet.home.delta.RowFilter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A Delta table whose rows have a type. Thread-safe.
 *
 * @param <R> a row as it is appended
 */
public final class LayerTable<R> {

  private final DeltaTable table;
  private final Function<R, @Nullable Object[]> cells;

  /**
   * @param cells the values of a row in the order of the table's columns
   */
  LayerTable(DeltaTable table, Function<R, @Nullable Object[]> cells) {
    this.table = table;
    this.cells = cells;
  }

  /**
   * Appends a batch. A batch that the table already holds is not appended again.
   *
   * @throws dev.freshet.core.error.FreshetException as {@link DeltaTable#append}
   */
  public AppendOutcome append(BatchIdentity batch, List<R> rows) {
    return table.append(batch, cells(rows));
  }

  /**
   * As {@link #append}, for a table that keeps the last row of a record in a batch, or the lines of
   * such rows. A larger batch that crashed may have left it without rows that a smaller one keeps.
   *
   * @throws dev.freshet.core.error.FreshetException as {@link DeltaTable#append}
   */
  public AppendOutcome appendReduced(BatchIdentity batch, List<R> rows) {
    return table.appendLacking(batch, cells(rows), List.of(Lineage.SEQUENCE, Lineage.LINE));
  }

  private List<@Nullable Object[]> cells(List<R> rows) {
    List<@Nullable Object[]> appended = new ArrayList<>(rows.size());
    rows.forEach(row -> appended.add(cells.apply(row)));
    return appended;
  }

  /** Streams all rows, in no particular order and in bounded memory. */
  public <P> void scan(Projection<P> projection, Consumer<P> consumer) {
    scan(projection, Optional.empty(), consumer);
  }

  /**
   * As {@link #scan(Projection, Consumer)}, for rows of file versions above {@code after}; for all
   * rows if that is empty. Files without such rows are not opened.
   */
  public <P> void scanAfter(Projection<P> projection, OptionalLong after, Consumer<P> consumer) {
    scan(projection, after(after), consumer);
  }

  /**
   * As {@link #scan(Projection, Consumer)}, for rows of file versions above {@code after} and up to
   * {@code upTo}. Files without such rows are not opened.
   */
  public <P> void scanBetween(
      Projection<P> projection, long after, long upTo, Consumer<P> consumer) {
    scan(projection, Optional.of(new RowFilter.Between(Lineage.SEQUENCE, after, upTo)), consumer);
  }

  /**
   * As {@link #scan(Projection, Consumer)}, for the rows of these file versions, of which there is
   * at least one. Files without such rows are not opened.
   */
  public <P> void scanOf(Projection<P> projection, Set<Long> sequences, Consumer<P> consumer) {
    scan(projection, Optional.of(new RowFilter.OneOf(Lineage.SEQUENCE, sequences)), consumer);
  }

  /** Streams the rows that pass the filter, or all rows without one. */
  <P> void scan(Projection<P> projection, Optional<RowFilter> filter, Consumer<P> consumer) {
    table.scan(
        projection.columns(),
        filter,
        row -> consumer.accept(projection.read(new Projection.Cells(row))));
  }

  /**
   * The last rows of an order, the very last first. Memory: {@code limit} rows.
   *
   * @param limit at most this many, at least 1
   * @param filter leaves out files and rows
   * @param wanted leaves out rows that were read
   */
  <P> List<P> last(
      int limit,
      Comparator<P> order,
      Projection<P> projection,
      Optional<RowFilter> filter,
      Predicate<P> wanted) {
    PriorityQueue<P> last = new PriorityQueue<>(order);
    scan(
        projection,
        filter,
        row -> {
          if (wanted.test(row)) {
            last.add(row);
            if (last.size() > limit) {
              last.remove();
            }
          }
        });
    return last.stream().sorted(order.reversed()).toList();
  }

  /** The filter of rows of file versions above {@code sequence}; empty for all rows. */
  static Optional<RowFilter> after(OptionalLong sequence) {
    return sequence.isEmpty()
        ? Optional.empty()
        : Optional.of(new RowFilter.GreaterThan(Lineage.SEQUENCE, sequence.getAsLong()));
  }

  /** End sequence of the stream's newest batch in the table; empty when it holds none. */
  public OptionalLong lastCommitted(String streamId) {
    return table.lastCommitted(streamId);
  }

  /** Rows in the newest version; empty when another writer left a file without statistics. */
  public OptionalLong rowCount() {
    return table.rowCount();
  }

  /** The table without the types, for its path, its version and its columns. */
  public DeltaTable table() {
    return table;
  }
}
