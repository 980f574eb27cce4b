package dev.freshet.testkit.vector;

import dev.freshet.core.filter.Filter;
import dev.freshet.core.vector.VectorRow;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Evaluates a filter for one row as SQL does: a comparison with null is unknown, and only a row for
 * which the filter is true passes. The contract compares tables with it.
 *
 * @param filter checked against the columns before
 * @param fingerprint the table's
 */
public record FilterEvaluator(Filter filter, String fingerprint) implements Predicate<VectorRow> {

  @Override
  public boolean test(VectorRow row) {
    return holds(filter, row).orElse(false);
  }

  /** Whether the filter holds; empty if that is unknown. */
  private Optional<Boolean> holds(Filter filter, VectorRow row) {
    if (filter instanceof Filter.And and) {
      return all(and.terms(), row);
    }
    if (filter instanceof Filter.Or or) {
      List<Filter> negated = or.terms().stream().<Filter>map(Filter.Not::new).toList();
      return all(negated, row).map(result -> !result);
    }
    if (filter instanceof Filter.Not not) {
      return holds(not.term(), row).map(result -> !result);
    }
    Filter.Condition condition = (Filter.Condition) filter;
    Optional<Comparable<?>> value = value(condition.column(), row);
    return condition instanceof Filter.IsNull
        ? Optional.of(value.isEmpty())
        : value.map(known -> holds(condition, known));
  }

  /** False if one is false, otherwise unknown if one is unknown. */
  private Optional<Boolean> all(List<Filter> terms, VectorRow row) {
    List<Optional<Boolean>> results = terms.stream().map(term -> holds(term, row)).toList();
    if (results.contains(Optional.of(false))) {
      return Optional.of(false);
    }
    return results.contains(Optional.<Boolean>empty()) ? Optional.empty() : Optional.of(true);
  }

  private static boolean holds(Filter.Condition condition, Comparable<?> value) {
    if (condition instanceof Filter.Compare compare) {
      return holds(compare.operator(), compared(value, compare.value()));
    }
    if (condition instanceof Filter.In in) {
      return in.values().stream().anyMatch(each -> compared(value, each) == 0);
    }
    if (condition instanceof Filter.Between between) {
      return compared(value, between.low()) >= 0 && compared(value, between.high()) <= 0;
    }
    return pattern(((Filter.Like) condition).pattern()).matcher(value.toString()).matches();
  }

  private static boolean holds(Filter.Operator operator, int compared) {
    return switch (operator) {
      case EQUAL -> compared == 0;
      case UNEQUAL -> compared != 0;
      case LESS -> compared < 0;
      case AT_MOST -> compared <= 0;
      case GREATER -> compared > 0;
      case AT_LEAST -> compared >= 0;
    };
  }

  private static int compared(Comparable<?> value, Filter.Literal literal) {
    if (literal instanceof Filter.Literal.Whole whole) {
      return Long.compare((Long) value, whole.value());
    }
    String text = ((Filter.Literal.Text) literal).value();
    return value instanceof Instant instant
        ? instant.compareTo(Instant.parse(text))
        : Arrays.compare(codePoints((String) value), codePoints(text));
  }

  /** The order of UTF-8, not that of Java's chars. */
  private static int[] codePoints(String text) {
    return text.codePoints().toArray();
  }

  private Optional<Comparable<?>> value(String column, VectorRow row) {
    return switch (column) {
      case "id" -> Optional.of(row.chunk().id());
      case "record_key" -> Optional.of(row.chunk().recordKey());
      case "record_version" -> Optional.of(row.chunk().recordVersion());
      case "chunk_index" -> Optional.of((long) row.chunk().index());
      case "text" -> Optional.of(row.chunk().text());
      case "content_hash" -> Optional.of(row.chunk().contentHash());
      case "embedding_fingerprint" -> Optional.of(fingerprint);
      case "landed_at" -> Optional.of(row.landedAt());
      default -> Optional.ofNullable(row.metadata().get(column));
    };
  }

  private static Pattern pattern(String like) {
    StringBuilder regex = new StringBuilder();
    boolean escaped = false;
    for (int point : like.codePoints().toArray()) {
      String each = Character.toString(point);
      if (!escaped && each.equals("\\")) {
        escaped = true;
        continue;
      }
      if (escaped || !(each.equals("%") || each.equals("_"))) {
        regex.append(Pattern.quote(each));
      } else {
        regex.append(each.equals("%") ? ".*" : ".");
      }
      escaped = false;
    }
    return Pattern.compile(regex.toString(), Pattern.DOTALL);
  }
}
