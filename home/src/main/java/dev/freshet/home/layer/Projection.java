package dev.freshet.home.layer;

import java.util.List;
import java.util.function.Function;

/**
 * Some columns of a table as a typed row. Only these columns are read from storage. Immutable.
 *
 * @param <R> the row
 */
public final class Projection<R> {

  private final List<String> columns;
  private final Function<Cells, R> reader;

  private Projection(List<String> columns, Function<Cells, R> reader) {
    this.columns = List.copyOf(columns);
    this.reader = reader;
  }

  /**
   * A projection.
   *
   * @param columns in the order in which {@code reader} gets their values
   */
  static <R> Projection<R> of(List<String> columns, Function<Cells, R> reader) {
    return new Projection<>(columns, reader);
  }

  List<String> columns() {
    return columns;
  }

  R read(Cells cells) {
    return reader.apply(cells);
  }
}
