package dev.freshet.testkit.vector;

import dev.freshet.core.Chunk;
import dev.freshet.core.filter.Filter;
import dev.freshet.core.filter.FilterColumns;
import dev.freshet.core.vector.VectorRow;
import dev.freshet.core.vector.VectorTableSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * Random rows and random filters over them. Both draw from the same few values, so that filters
 * meet rows; the values are those that escaping, comparing or matching may get wrong.
 */
final class RandomFilters {

  private static final List<String> TEXTS =
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
          "null");

  private static final List<String> PATTERN_PARTS =
      List.of("%", "%", "_", "\\%", "\\_", "\\\\", "a", "b", "'", "\n", "\0", "\uD83D\uDE00", ".");

  private static final int DEPTH_MAX = 3;
  private static final long VERSION_MAX = 4;

  private final Random random;
  private final VectorTableSpec spec;
  private final List<String> columns;
  private final Map<String, FilterColumns.Type> types;

  RandomFilters(Random random, VectorTableSpec spec) {
    this.random = random;
    this.spec = spec;
    this.types = new TreeMap<>(spec.filterColumns().types());
    this.columns = List.copyOf(types.keySet());
  }

  /** Records of one chunk each, with some metadata null. */
  List<VectorRow> rows(int count) {
    List<VectorRow> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String key = i + text();
      Chunk chunk = Chunk.of(key, 1 + random.nextLong(VERSION_MAX), List.of(text() + i)).get(0);
      Map<String, String> metadata = new HashMap<>();
      for (String column : spec.metadataColumns()) {
        if (random.nextInt(4) > 0) {
          metadata.put(column, text());
        }
      }
      rows.add(
          new VectorRow(
              chunk, SampleRows.vector("row " + i, spec.dimension()), metadata, instant()));
    }
    return rows;
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
    String column = columns.get(random.nextInt(columns.size()));
    FilterColumns.Type type = types.get(column);
    return switch (random.nextInt(6)) {
      case 0, 1 -> new Filter.Compare(column, operator(), literal(type));
      case 2 -> new Filter.In(column, literals(type));
      case 3 -> new Filter.Between(column, literal(type), literal(type));
      case 4 -> new Filter.IsNull(column);
      default ->
          type == FilterColumns.Type.TEXT
              ? new Filter.Like(column, pattern())
              : new Filter.Compare(column, operator(), literal(type));
    };
  }

  private Filter.Operator operator() {
    return Filter.Operator.values()[random.nextInt(Filter.Operator.values().length)];
  }

  private List<Filter.Literal> literals(FilterColumns.Type type) {
    List<Filter.Literal> literals = new ArrayList<>();
    for (int i = 1 + random.nextInt(4); i > 0; i--) {
      literals.add(literal(type));
    }
    return literals;
  }

  private Filter.Literal literal(FilterColumns.Type type) {
    return switch (type) {
      case TEXT -> new Filter.Literal.Text(text());
      case WHOLE -> new Filter.Literal.Whole(whole());
      case INSTANT -> new Filter.Literal.Text(instant().toString());
    };
  }

  private long whole() {
    return switch (random.nextInt(8)) {
      case 0 -> Long.MIN_VALUE;
      case 1 -> Long.MAX_VALUE;
      case 2 -> -1;
      default -> random.nextLong(VERSION_MAX + 2);
    };
  }

  private Instant instant() {
    return SampleRows.LANDED_AT.plusNanos(1_000L * random.nextInt(4));
  }

  private String text() {
    return TEXTS.get(random.nextInt(TEXTS.size()));
  }

  private String pattern() {
    StringBuilder pattern = new StringBuilder();
    for (int i = random.nextInt(5); i > 0; i--) {
      pattern.append(PATTERN_PARTS.get(random.nextInt(PATTERN_PARTS.size())));
    }
    return pattern.toString();
  }
}
