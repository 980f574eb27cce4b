package dev.freshet.home.layer;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

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

  /**
   * The values of one row that was read, in the order of the projection.
   *
   * @param values as {@link dev.freshet.home.delta.DeltaTable} hands them over
   */
  @SuppressWarnings("ArrayRecordComponent") // Lives while one row is read; never compared.
  record Cells(@Nullable Object[] values) {

    String text(int column) {
      return (String) Objects.requireNonNull(values[column]);
    }

    @Nullable String optionalText(int column) {
      return (String) values[column];
    }

    long number(int column) {
      return (Long) Objects.requireNonNull(values[column]);
    }

    boolean flag(int column) {
      return (Boolean) Objects.requireNonNull(values[column]);
    }

    Instant time(int column) {
      return (Instant) Objects.requireNonNull(values[column]);
    }
  }
}
