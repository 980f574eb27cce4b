package dev.freshet.testkit.vector;

import dev.freshet.core.Chunk;
import dev.freshet.core.filter.Filter;
import dev.freshet.core.metadata.MetadataValue;
import dev.freshet.core.vector.VectorRow;
import dev.freshet.core.vector.VectorTableSpec;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Random rows and random filters over them. Both draw from the same few values, so that filters
 * meet rows; the values are those that escaping, comparing or matching may get wrong.
 */
final class RandomFilters {

  private static final List<String> WORDS =
      List.of(
          "",
          " ",
          "a",
          "A",
          "b",
          "ab",
          "a_b",
          "axb",
          "100%",
          "100",
          "%",
          "_",
          "it's",
          "''",
          "\"a\"",
          "`a`",
          "back\\slash",
          "\\",
          "\\%",
          "a\nb",
          "\t",
          "\0",
          "a\0b",
          "$1",
          "-- a",
          "/* a */",
          "\u00e9",
          "e\u0301",
          "\u00df",
          "\uff01",
          "\ue000",
          "\uD83D\uDE00",
          "a\uD83D\uDE00b",
          "null",
          "5",
          "-0",
          "05",
          "1e400",
          "NaN",
          "true",
          "false",
          "[]",
          "2026-01-01");

  private static final List<String> PATTERN_PARTS =
      List.of("%", "%", "_", "\\%", "\\_", "\\\\", "a", "b", "'", "\n", "\0", "\uD83D\uDE00", ".");

  private static final List<BigDecimal> WHOLES =
      Stream.of(0, 1, -1, 5, 100, 1L << 53, (1L << 53) + 1, Long.MAX_VALUE, Long.MIN_VALUE)
          .map(number -> BigDecimal.valueOf(number.longValue()))
          .toList();

  private static final List<BigDecimal> FRACTIONS =
      Stream.of(
              "0.0",
              "-0.0",
              "0.1",
              "0.5",
              "-1.5",
              "5.0",
              "99.99999999999999",
              "1E+22",
              "1.7976931348623157E308",
              "4.9E-324",
              "1E400",
              "-1E400",
              "1E-400",
              "123456789012345678901234567890",
              "0.12345678901234567890123456789")
          .map(BigDecimal::new)
          .toList();

  private static final List<String> TIMES =
      List.of(
          "2026-01-01T00:30:00+02:00",
          "2025-12-31T22:30:00Z",
          "2025-12-31T22:30:00.000001Z",
          "2026-01-01",
          "2026-01-01T00:00:00Z",
          "2026-01-01T00:00Z",
          "0001-01-01T00:00:00Z",
          "9999-12-31T23:59:59.999999Z");

  /** Near to a time, and none. */
  private static final List<String> NO_TIMES =
      List.of(
          "2026-02-30",
          "2026-01-01T00:00:00",
          "2026-01-01T00:00:00.1234567Z",
          "0000-01-01",
          "9999-12-31T23:59:59.9999999Z",
          "20260101",
          "yesterday");

  private static final int DEPTH_MAX = 3;
  private static final long VERSION_MAX = 4;

  private final Random random;
  private final VectorTableSpec spec;
  private final List<String> columns;

  RandomFilters(Random random, VectorTableSpec spec) {
    this.random = random;
    this.spec = spec;
    this.columns = List.copyOf(new TreeSet<>(spec.filterColumns().columns().keySet()));
  }

  /**
   * Records of one chunk each, with some metadata null.
   *
   * @param first a number that the keys of these rows begin at
   */
  List<VectorRow> rows(int count, int first) {
    List<VectorRow> rows = new ArrayList<>();
    for (int i = first; i < first + count; i++) {
      String key = i + word();
      Chunk chunk = Chunk.of(key, 1 + random.nextLong(VERSION_MAX), List.of(word() + i)).get(0);
      Map<String, MetadataValue> metadata = new HashMap<>();
      for (String column : spec.metadataColumns()) {
        if (random.nextInt(4) > 0) {
          metadata.put(column, value(column));
        }
      }
      rows.add(
          new VectorRow(
              chunk, SampleRows.vector("row " + i, spec.dimension()), metadata, instant()));
    }
    return rows;
  }

  private MetadataValue value(String column) {
    return switch (column) {
      case "qty" -> new MetadataValue.Number(any(WHOLES));
      case "price" -> new MetadataValue.Number(any(random.nextInt(4) == 0 ? WHOLES : FRACTIONS));
      case "flag" -> new MetadataValue.Truth(random.nextBoolean());
      case "created" -> new MetadataValue.Text(any(random.nextInt(5) == 0 ? NO_TIMES : TIMES));
      case "tags" -> texts();
      case "any" -> value(any(List.of("qty", "price", "flag", "created", "tags", "author")));
      default -> new MetadataValue.Text(word());
    };
  }

  private MetadataValue texts() {
    List<String> elements = Stream.generate(this::word).limit(random.nextInt(4)).toList();
    return random.nextInt(4) == 0
        ? new MetadataValue.Json("[null," + elements.size() + "]", List.of(elements.size() + ""))
        : new MetadataValue.Texts(elements);
  }

  private <T> T any(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }

  Filter next() {
    return next(DEPTH_MAX);
  }

  private Filter next(int depth) {
    int kind = depth == 0 ? 9 : random.nextInt(10);
    return switch (kind) {
      case 0, 1 -> new Filter.And(terms(depth));
      case 2, 3 -> new Filter.Or(terms(depth));
      case 4, 5 -> new Filter.Not(next(depth - 1));
      default -> condition();
    };
  }

  private List<Filter> terms(int depth) {
    List<Filter> terms = new ArrayList<>();
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      terms.add(next(depth - 1));
    }
    return terms;
  }

  private Filter condition() {
    String column = any(columns);
    return switch (random.nextInt(7)) {
      case 0, 1 -> new Filter.Compare(column, operator(), literal(column));
      case 2 -> new Filter.In(column, literals(column));
      case 3 -> new Filter.Between(column, literal(column), literal(column));
      case 4 -> new Filter.IsNull(column);
      case 5 -> new Filter.Contains(random.nextInt(3) > 0 ? "tags" : column, word());
      default -> new Filter.Like(column, pattern());
    };
  }

  private Filter.Operator operator() {
    return any(List.of(Filter.Operator.values()));
  }

  private List<Filter.Literal> literals(String column) {
    return Stream.generate(() -> literal(column)).limit(1 + random.nextInt(4)).toList();
  }

  /** Mostly of the column's type. */
  private Filter.Literal literal(String column) {
    return switch (random.nextInt(12) == 0 ? "any" : column) {
      case "record_version", "chunk_index", "qty" -> number(new MetadataValue.Number(any(WHOLES)));
      case "price" -> number((MetadataValue.Number) value("price"));
      case "flag" ->
          random.nextBoolean()
              ? new Filter.Literal.Truth(random.nextBoolean())
              : new Filter.Literal.Text(any(List.of("true", "false")));
      case "created" ->
          random.nextInt(6) == 0
              ? new Filter.Literal.Time(Instant.parse("2026-01-01T00:00:00Z"))
              : new Filter.Literal.Text(any(random.nextInt(5) == 0 ? NO_TIMES : TIMES));
      case "landed_at" -> new Filter.Literal.Text(instant().toString());
      case "any" -> literal(any(List.of("qty", "price", "flag", "created", "author")));
      default -> new Filter.Literal.Text(word());
    };
  }

  /** A number, with quotes or without. */
  private Filter.Literal number(MetadataValue.Number number) {
    return random.nextInt(3) == 0
        ? new Filter.Literal.Text(number.value().toString())
        : new Filter.Literal.Number(number.value());
  }

  private Instant instant() {
    return SampleRows.LANDED_AT.plusNanos(1_000L * random.nextInt(4));
  }

  private String word() {
    return any(WORDS);
  }

  private String pattern() {
    StringBuilder pattern = new StringBuilder();
    for (int i = random.nextInt(5); i > 0; i--) {
      pattern.append(any(PATTERN_PARTS));
    }
    return pattern.toString();
  }
}
