package dev.freshet.home.layer;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

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
