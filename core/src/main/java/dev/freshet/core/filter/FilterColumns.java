package dev.freshet.core.filter;

import dev.freshet.core.error.InvalidRequestException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * The columns a filter may name, and what their values are.
 *
 * @param types by column
 */
public record FilterColumns(Map<String, Type> types) {

  /** What the values of a column are. */
  public enum Type {
    TEXT("a text in single quotes"),
    WHOLE("a whole number"),
    INSTANT("an instant in single quotes, such as '2026-01-31T12:00:00Z'");

    private final String description;

    Type(String description) {
      this.description = description;
    }
  }

  /** Beyond these an instant in microseconds may not fit 64 bits where it is compared. */
  private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");

  private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

  public FilterColumns {
    types = Map.copyOf(types);
  }

  /**
   * Requires that every column in {@code filter} exists and is compared with values of its type.
   *
   * @throws InvalidRequestException naming the column that does not fit, and what would fit
   */
  public void check(Filter filter) {
    if (filter instanceof Filter.Condition condition) {
      check(condition);
    } else if (filter instanceof Filter.Junction junction) {
      junction.terms().forEach(this::check);
    } else if (filter instanceof Filter.Not not) {
      check(not.term());
    }
  }

  private void check(Filter.Condition condition) {
    String column = condition.column();
    Type type = types.get(column);
    if (type == null) {
      throw new InvalidRequestException(
          Filter.ARGUMENT,
          "Cannot search: the filter names column %s, which is not there. The columns are %s."
              .formatted(column, String.join(", ", new TreeMap<>(types).keySet())));
    }
    if (condition instanceof Filter.Compare compare) {
      check(column, type, compare.value());
    } else if (condition instanceof Filter.In in) {
      in.values().forEach(value -> check(column, type, value));
    } else if (condition instanceof Filter.Between between) {
      check(column, type, between.low());
      check(column, type, between.high());
    } else if (condition instanceof Filter.Like && type != Type.TEXT) {
      throw new InvalidRequestException(
          Filter.ARGUMENT,
          "Cannot search: the filter matches column %s with LIKE, which is for texts. Compare it with %s."
              .formatted(column, type.description));
    }
  }

  private static void check(String column, Type type, Filter.Literal value) {
    boolean fits =
        switch (type) {
          case TEXT -> value instanceof Filter.Literal.Text;
          case WHOLE -> value instanceof Filter.Literal.Whole;
          case INSTANT -> value instanceof Filter.Literal.Text text && isInstant(text.value());
        };
    if (!fits) {
      throw new InvalidRequestException(
          Filter.ARGUMENT,
          "Cannot search: the filter compares column %s with another type of value. Compare it with %s."
              .formatted(column, type.description));
    }
  }

  private static boolean isInstant(String text) {
    try {
      Instant instant = Instant.parse(text);
      return !instant.isBefore(EARLIEST) && instant.isBefore(LATEST);
    } catch (DateTimeException e) {
      return false;
    }
  }
}
