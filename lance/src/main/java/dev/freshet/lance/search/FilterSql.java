package dev.freshet.lance.search;

import dev.freshet.core.filter.Filter;
import dev.freshet.core.filter.FilterColumns;
import dev.freshet.lance.table.ChunkSchema;
import dev.freshet.lance.table.SqlLiteral;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Writes a filter as SQL, so that the native library only gets SQL made here. It aborts the whole
 * process on some valid SQL (a {@code $1} is enough) and overflows its stack on long chains of
 * conditions; no filter leads to either.
 */
final class FilterSql {

  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final FilterColumns columns;

  private FilterSql(FilterColumns columns) {
    this.columns = columns;
  }

  /**
   * The filter as SQL of the native library.
   *
   * @throws dev.freshet.core.error.InvalidRequestException if the filter does not fit the columns
   */
  static String of(Filter filter, FilterColumns columns) {
    columns.check(filter);
    return new FilterSql(columns).sql(filter);
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
    FilterColumns.Type type = columns.types().get(condition.column());
    if (condition instanceof Filter.Compare compare) {
      return column + " " + compare.operator().sql() + " " + sql(compare.value(), type);
    }
    if (condition instanceof Filter.In in) {
      return in.values().stream()
          .map(value -> sql(value, type))
          .collect(Collectors.joining(", ", column + " IN (", ")"));
    }
    if (condition instanceof Filter.Between between) {
      return column + " BETWEEN " + sql(between.low(), type) + " AND " + sql(between.high(), type);
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

  private static String sql(Filter.Literal value, FilterColumns.Type type) {
    if (value instanceof Filter.Literal.Whole whole) {
      // The library reads the lowest number as a minus and a number too large, so as a fraction.
      return whole.value() == Long.MIN_VALUE
          ? "cast('" + whole.value() + "' as bigint)"
          : Long.toString(whole.value());
    }
    String text = ((Filter.Literal.Text) value).value();
    return type == FilterColumns.Type.INSTANT
        ? "timestamp '" + TIMESTAMP.format(Instant.parse(text)) + "'"
        : SqlLiteral.text(text);
  }
}
