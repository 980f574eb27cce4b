package dev.freshet.home.delta;

import dev.freshet.core.EpochMicros;
import io.delta.kernel.expressions.And;
import io.delta.kernel.expressions.Literal;
import io.delta.kernel.expressions.Or;
import io.delta.kernel.expressions.Predicate;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The rows that a scan reads. Kernel gets it to leave out files, and each row that is read is
 * checked against it.
 */
public sealed interface RowFilter {

  /** The column that is compared. */
  String column();

  /** The filter for Kernel. */
  Predicate predicate();

  /** Whether a row with this value in the column is read. */
  boolean passes(@Nullable Object value);

  /** Rows whose {@code LONG} column is greater. */
  record GreaterThan(String column, long bound) implements RowFilter {

    @Override
    public Predicate predicate() {
      return new Predicate(">", kernelColumn(column), Literal.ofLong(bound));
    }

    @Override
    public boolean passes(@Nullable Object value) {
      return value instanceof Long number && number > bound;
    }
  }

  /** Rows whose {@code LONG} column is greater than one bound and not above another. */
  record Between(String column, long after, long upTo) implements RowFilter {

    @Override
    public Predicate predicate() {
      return new And(
          new Predicate(">", kernelColumn(column), Literal.ofLong(after)),
          new Predicate("<=", kernelColumn(column), Literal.ofLong(upTo)));
    }

    @Override
    public boolean passes(@Nullable Object value) {
      return value instanceof Long number && number > after && number <= upTo;
    }
  }

  /** Rows whose {@code LONG} column has one of these values, of which there is at least one. */
  record OneOf(String column, Set<Long> wanted) implements RowFilter {

    public OneOf {
      wanted = Set.copyOf(wanted);
    }

    @Override
    public Predicate predicate() {
      return wanted.stream()
          .map(value -> new Predicate("=", kernelColumn(column), Literal.ofLong(value)))
          .reduce(Or::new)
          .orElseThrow();
    }

    @Override
    public boolean passes(@Nullable Object value) {
      return value instanceof Long number && wanted.contains(number);
    }
  }

  /** Rows whose {@code STRING} column has this value. */
  record EqualTo(String column, String wanted) implements RowFilter {

    @Override
    public Predicate predicate() {
      return new Predicate("=", kernelColumn(column), Literal.ofString(wanted));
    }

    @Override
    public boolean passes(@Nullable Object value) {
      return wanted.equals(value);
    }
  }

  /** Rows whose {@code TIMESTAMP} column is not earlier. */
  record NotBefore(String column, Instant bound) implements RowFilter {

    @Override
    public Predicate predicate() {
      return new Predicate(
          ">=", kernelColumn(column), Literal.ofTimestamp(EpochMicros.exact(bound)));
    }

    @Override
    public boolean passes(@Nullable Object value) {
      return value instanceof Instant time && !time.isBefore(bound);
    }
  }

  private static io.delta.kernel.expressions.Column kernelColumn(String name) {
    return new io.delta.kernel.expressions.Column(name);
  }
}
