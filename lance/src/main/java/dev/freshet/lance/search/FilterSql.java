package dev.freshet.lance.search;

import dev.freshet.core.filter.Filter;
import dev.freshet.core.filter.FilterColumns;
import dev.freshet.core.metadata.MetadataType;
import dev.freshet.core.metadata.MetadataValue;
import dev.freshet.lance.table.ChunkSchema;
import dev.freshet.lance.table.SqlLiteral;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes a filter as SQL, so that the native library only gets SQL made here. It aborts the whole
 * process on some valid SQL (a {@code $1} is enough) and overflows its stack on long chains of
 * conditions; no filter leads to either.
 */
final class FilterSql {

  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  /** The stored columns that hold floating point. */
  private final Set<String> fractions;

  private FilterSql(Set<String> fractions) {
    this.fractions = fractions;
  }

  /**
   * The filter as SQL of the native library.
   *
   * @throws dev.freshet.core.error.InvalidRequestException if the filter does not fit the columns
   */
  static String of(Filter filter, FilterColumns columns) {
    Set<String> fractions =
        columns.columns().values().stream()
            .flatMap(column -> Stream.ofNullable(column.cells().get(MetadataType.NUMBER)))
            .collect(Collectors.toSet());
    return new FilterSql(fractions).sql(columns.resolve(filter));
  }

  private String sql(Filter filter) {
    if (filter instanceof Filter.And and) {
      return joined(and.terms(), " AND ");
    }
    if (filter instanceof Filter.Or or) {
      return joined(or.terms(), " OR ");
    }
    if (filter instanceof Filter.Not not) {
      return "NOT (" + sql(not.term()) + ")";
    }
    return sql((Filter.Condition) filter);
  }

  private String joined(List<Filter> terms, String operator) {
    return terms.stream().map(this::sql).collect(Collectors.joining(operator, "(", ")"));
  }

  private String sql(Filter.Condition condition) {
    String column = column(condition.column());
    if (condition instanceof Filter.Compare compare) {
      return column + " " + compare.operator().sql() + " " + sql(compare, compare.value());
    }
    if (condition instanceof Filter.In in) {
      return in.values().stream()
          .map(value -> sql(in, value))
          .collect(Collectors.joining(", ", column + " IN (", ")"));
    }
    if (condition instanceof Filter.Contains contains) {
      return "array_has(" + column + ", " + SqlLiteral.text(contains.text()) + ")";
    }
    if (condition instanceof Filter.Between) {
      throw new IllegalStateException("A resolved filter compares with each end by itself");
    }
    return condition instanceof Filter.Like like
        // An expression instead of the column: with the column the library would search its index
        // for a prefix. That fails if the index is a bitmap, and it reads an escaped character as
        // that character with its backslash.
        ? column + " || '' LIKE " + SqlLiteral.text(like.pattern())
        : column + " IS NULL";
  }

  /**
   * The column in back-quotes, so that its name may be a keyword. The ordinal has 32 bits, and the
   * library refuses to compare it with a number of 64 bits.
   */
  private static String column(String name) {
    String quoted = "`" + name + "`";
    return name.equals(ChunkSchema.CHUNK_INDEX) ? "cast(" + quoted + " as bigint)" : quoted;
  }

  private String sql(Filter.Condition condition, Filter.Literal value) {
    if (value instanceof Filter.Literal.Number number) {
      return fractions.contains(condition.column())
          ? fraction(MetadataValue.Number.nearest(number.value()))
          : whole(number.value().longValueExact());
    }
    if (value instanceof Filter.Literal.Truth truth) {
      return Boolean.toString(truth.value());
    }
    return value instanceof Filter.Literal.Time time
        ? "timestamp '" + TIMESTAMP.format(time.value()) + "'"
        : SqlLiteral.text(((Filter.Literal.Text) value).value());
  }

  /** The library reads the lowest number as a minus and a number too large, so as a fraction. */
  private static String whole(long number) {
    return number == Long.MIN_VALUE ? "cast('" + number + "' as bigint)" : Long.toString(number);
  }

  /** The library reads the shortest text of a double exactly. */
  private static String fraction(double number) {
    String text =
        Double.isInfinite(number) ? (number > 0 ? "inf" : "-inf") : Double.toString(number);
    return "cast('" + text + "' as double)";
  }
}
