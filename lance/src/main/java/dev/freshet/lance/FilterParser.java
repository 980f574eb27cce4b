package dev.freshet.lance;

import dev.freshet.core.error.InvalidRequestException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Parses a search filter and writes it anew, so that the native library sees only SQL made here. It
 * aborts the whole process on some valid SQL (a {@code $1} is enough) and overflows its stack on
 * long chains of conditions; neither gets through.
 *
 * <pre>
 * filter    = and { OR and }
 * and       = not { AND not }
 * not       = NOT not | '(' filter ')' | condition
 * condition = column ( ( = | &lt;&gt; | != | &lt; | &lt;= | &gt; | &gt;= ) value
 *           | [NOT] IN '(' value { ',' value } ')' | [NOT] BETWEEN value AND value
 *           | [NOT] LIKE 'pattern' | IS [NOT] NULL )
 * </pre>
 *
 * A value is a text in single quotes (doubled inside), an integer for a number column, or an ISO
 * instant in quotes for {@code landed_at}.
 */
final class FilterParser {

  /** A column's type, which its values must have. */
  private enum Type {
    TEXT,
    NUMBER,
    INSTANT
  }

  private static final int CONDITIONS_MAX = 100;
  private static final int DEPTH_MAX = 20;
  private static final int VALUES_MAX = 1_000;
  private static final Set<String> COMPARISONS = Set.of("=", "<>", "!=", "<", "<=", ">", ">=");
  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSSSS", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final FilterTokens tokens;
  private final Map<String, Type> columns;
  private final StringBuilder sql = new StringBuilder();
  private int conditions;

  private FilterParser(FilterTokens tokens, Map<String, Type> columns) {
    this.tokens = tokens;
    this.columns = columns;
  }

  /**
   * The filter in SQL that the native library takes.
   *
   * @throws InvalidRequestException saying what is wrong, where, and which columns there are
   */
  static String parse(String filter, TableSchema schema) {
    FilterParser parser = new FilterParser(FilterTokens.of(filter), columns(schema));
    parser.or(0);
    if (parser.tokens.peek().kind() != FilterTokens.Kind.END) {
      throw parser.expected("AND, OR or the end");
    }
    return parser.sql.toString();
  }

  private static Map<String, Type> columns(TableSchema schema) {
    Map<String, Type> columns = new TreeMap<>();
    columns.put(TableSchema.ID, Type.TEXT);
    columns.put(TableSchema.RECORD_KEY, Type.TEXT);
    columns.put(TableSchema.RECORD_VERSION, Type.NUMBER);
    columns.put(TableSchema.CHUNK_INDEX, Type.NUMBER);
    columns.put(TableSchema.TEXT, Type.TEXT);
    columns.put(TableSchema.LANDED_AT, Type.INSTANT);
    columns.put(TableSchema.CONTENT_HASH, Type.TEXT);
    columns.put(TableSchema.FINGERPRINT, Type.TEXT);
    schema.spec().metadataColumns().forEach(column -> columns.put(column, Type.TEXT));
    return columns;
  }

  private void or(int depth) {
    and(depth);
    while (tokens.takeIf("OR")) {
      sql.append(" OR ");
      and(depth);
    }
  }

  private void and(int depth) {
    not(depth);
    while (tokens.takeIf("AND")) {
      sql.append(" AND ");
      not(depth);
    }
  }

  private void not(int depth) {
    if (depth > DEPTH_MAX) {
      throw tooMuch("nested parentheses and NOTs", DEPTH_MAX);
    }
    if (tokens.takeIf("NOT")) {
      sql.append("NOT ");
      not(depth + 1);
    } else if (tokens.takeIf("(")) {
      sql.append('(');
      or(depth + 1);
      require(")");
      sql.append(')');
    } else {
      condition();
    }
  }

  private void condition() {
    if (++conditions > CONDITIONS_MAX) {
      throw tooMuch("conditions", CONDITIONS_MAX);
    }
    Type type = column();
    FilterTokens.Token operator = tokens.peek();
    if (operator.kind() == FilterTokens.Kind.SYMBOL && COMPARISONS.contains(operator.text())) {
      tokens.take();
      sql.append(' ').append(operator.text()).append(' ');
      value(type);
      return;
    }
    if (tokens.takeIf("IS")) {
      sql.append(tokens.takeIf("NOT") ? " IS NOT NULL" : " IS NULL");
      require("NULL");
      return;
    }
    if (tokens.takeIf("NOT")) {
      sql.append(" NOT");
    }
    if (tokens.takeIf("IN")) {
      in(type);
    } else if (tokens.takeIf("BETWEEN")) {
      sql.append(" BETWEEN ");
      value(type);
      require("AND");
      sql.append(" AND ");
      value(type);
    } else if (type == Type.TEXT && tokens.takeIf("LIKE")) {
      sql.append(" LIKE ");
      value(type);
    } else {
      throw expected("a comparison, IN, BETWEEN, LIKE (texts only) or IS NULL");
    }
  }

  private Type column() {
    FilterTokens.Token name = tokens.take();
    Type type = name.kind() == FilterTokens.Kind.WORD ? columns.get(name.text()) : null;
    if (type == null) {
      throw new InvalidRequestException(
          "Cannot search: the filter needs a column at character %d, not '%s'. The columns are %s."
              .formatted(name.position() + 1, name.text(), String.join(", ", columns.keySet())));
    }
    // Back-quotes, so that a column may be called like a keyword.
    sql.append('`').append(name.text()).append('`');
    return type;
  }

  private void in(Type type) {
    require("(");
    sql.append(" IN (");
    value(type);
    for (int values = 1; tokens.takeIf(","); values++) {
      if (values == VALUES_MAX) {
        throw tooMuch("values in one IN", VALUES_MAX);
      }
      sql.append(", ");
      value(type);
    }
    require(")");
    sql.append(')');
  }

  private void value(Type type) {
    FilterTokens.Token value = tokens.peek();
    switch (type) {
      case TEXT -> {
        requireKind(FilterTokens.Kind.TEXT, "a text in single quotes");
        sql.append(SqlLiteral.text(value.text()));
      }
      case NUMBER -> {
        requireKind(FilterTokens.Kind.NUMBER, "an integer");
        sql.append(number(value));
      }
      case INSTANT -> {
        requireKind(FilterTokens.Kind.TEXT, "an instant in single quotes");
        sql.append("timestamp '").append(instant(value)).append('\'');
      }
    }
    tokens.take();
  }

  private long number(FilterTokens.Token value) {
    try {
      return Long.parseLong(value.text());
    } catch (NumberFormatException e) {
      throw expected("an integer of 64 bits");
    }
  }

  private String instant(FilterTokens.Token value) {
    try {
      return TIMESTAMP.format(Instant.parse(value.text()));
    } catch (DateTimeException e) {
      throw expected("an instant such as '2026-01-31T12:00:00Z'");
    }
  }

  private void require(String keywordOrSymbol) {
    if (!tokens.takeIf(keywordOrSymbol)) {
      throw expected(keywordOrSymbol);
    }
  }

  private void requireKind(FilterTokens.Kind kind, String description) {
    if (tokens.peek().kind() != kind) {
      throw expected(description);
    }
  }

  private InvalidRequestException expected(String what) {
    FilterTokens.Token found = tokens.peek();
    return new InvalidRequestException(
        "Cannot search: the filter needs %s at character %d, not '%s'. Mend the filter."
            .formatted(what, found.position() + 1, found.text()));
  }

  private static InvalidRequestException tooMuch(String what, int most) {
    return new InvalidRequestException(
        "Cannot search: the filter has more than %d %s. Shorten it.".formatted(most, what));
  }
}
