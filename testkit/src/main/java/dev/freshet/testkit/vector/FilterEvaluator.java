package dev.freshet.testkit.vector;

import dev.freshet.core.filter.Filter;
import dev.freshet.core.metadata.MetadataValue;
import dev.freshet.core.vector.VectorRow;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Evaluates a filter for one row as SQL does: a comparison with null is unknown, and only a row for
 * which the filter is true passes. Values of different types are unequal, and neither is before the
 * other. The contract compares tables with it.
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
    Optional<MetadataValue> value = value(condition.column(), row);
    return condition instanceof Filter.IsNull
        ? Optional.of(value.isEmpty())
        : value.flatMap(known -> holds(condition, known));
  }

  /** False if one is false, otherwise unknown if one is unknown. */
  private Optional<Boolean> all(List<Filter> terms, VectorRow row) {
    List<Optional<Boolean>> results = terms.stream().map(term -> holds(term, row)).toList();
    if (results.contains(Optional.of(false))) {
      return Optional.of(false);
    }
    return results.contains(Optional.<Boolean>empty()) ? Optional.empty() : Optional.of(true);
  }

  private static Optional<Boolean> holds(Filter.Condition condition, MetadataValue value) {
    if (condition instanceof Filter.Compare compare) {
      Filter.Operator operator = compare.operator();
      return switch (operator) {
        case EQUAL -> Optional.of(equal(value, compare.value()));
        case UNEQUAL -> Optional.of(!equal(value, compare.value()));
        case LESS -> order(value, compare.value()).map(order -> order < 0);
        case AT_MOST -> order(value, compare.value()).map(order -> order <= 0);
        case GREATER -> order(value, compare.value()).map(order -> order > 0);
        case AT_LEAST -> order(value, compare.value()).map(order -> order >= 0);
      };
    }
    if (condition instanceof Filter.In in) {
      return Optional.of(in.values().stream().anyMatch(each -> equal(value, each)));
    }
    if (condition instanceof Filter.Between between) {
      Optional<Boolean> low = order(value, between.low()).map(order -> order >= 0);
      Optional<Boolean> high = order(value, between.high()).map(order -> order <= 0);
      if (low.equals(Optional.of(false)) || high.equals(Optional.of(false))) {
        return Optional.of(false);
      }
      return low.isEmpty() ? low : high;
    }
    if (condition instanceof Filter.Contains contains) {
      Optional<List<String>> elements = elements(value);
      return elements.isPresent()
          ? Optional.of(elements.get().contains(contains.text()))
          : text(value).map(contains.text()::equals);
    }
    return text(value).map(pattern(((Filter.Like) condition).pattern()).asMatchPredicate()::test);
  }

  /** Values of different types differ; a text is also the number, truth or time it spells. */
  private static boolean equal(MetadataValue value, Filter.Literal literal) {
    Optional<String> own = text(value);
    if (own.isPresent() && literal instanceof Filter.Literal.Text text) {
      Optional<Instant> time = time(text.value());
      return own.get().equals(text.value()) || time.isPresent() && time.equals(time(value));
    }
    Optional<Boolean> truth = truth(value);
    if (truth.isPresent() && truth.equals(truth(literal))) {
      return true;
    }
    Optional<BigDecimal> number = number(value);
    return number.isPresent()
            && number(literal).filter(other -> order(number.get(), other) == 0).isPresent()
        || time(value).isPresent() && time(value).equals(time(literal));
  }

  /** Empty between values of different types. */
  private static Optional<Integer> order(MetadataValue value, Filter.Literal literal) {
    Optional<BigDecimal> number = number(literal);
    Optional<BigDecimal> ownNumber = number(value);
    if (number.isPresent() && ownNumber.isPresent()) {
      return Optional.of(order(ownNumber.get(), number.get()));
    }
    Optional<Instant> time = time(literal);
    Optional<Instant> ownTime = time(value);
    if (time.isPresent() && ownTime.isPresent()) {
      return Optional.of(ownTime.get().compareTo(time.get()));
    }
    if (literal instanceof Filter.Literal.Text text) {
      return text(value)
          .map(own -> Integer.signum(Arrays.compare(codePoints(own), codePoints(text.value()))));
    }
    return Optional.empty();
  }

  /** The number, or that which a text spells; a text that no type for numbers holds is none. */
  private static Optional<BigDecimal> number(MetadataValue value) {
    if (value instanceof MetadataValue.Number number) {
      return Optional.of(number.value());
    }
    return value instanceof MetadataValue.Text text
        ? number(new Filter.Literal.Text(text.value())).filter(FilterEvaluator::isExact)
        : Optional.empty();
  }

  private static Optional<Boolean> truth(MetadataValue value) {
    if (value instanceof MetadataValue.Truth truth) {
      return Optional.of(truth.value());
    }
    return value instanceof MetadataValue.Text text
        ? truth(new Filter.Literal.Text(text.value()))
        : Optional.empty();
  }

  private static Optional<Boolean> truth(Filter.Literal literal) {
    if (literal instanceof Filter.Literal.Truth truth) {
      return Optional.of(truth.value());
    }
    return literal instanceof Filter.Literal.Text text && text.value().matches("true|false")
        ? Optional.of(text.value().equals("true"))
        : Optional.empty();
  }

  /** Whole numbers of 64 bits are exact, others have the precision of a double. */
  private static int order(BigDecimal value, BigDecimal literal) {
    return isWhole(value)
        ? value.compareTo(literal)
        : Double.compare(value.doubleValue() + 0.0, literal.doubleValue() + 0.0);
  }

  private static boolean isWhole(BigDecimal value) {
    return value.scale() == 0 && value.unscaledValue().bitLength() < Long.SIZE;
  }

  private static boolean isExact(BigDecimal value) {
    double nearest = value.doubleValue();
    return isWhole(value)
        || Double.isFinite(nearest)
            && new BigDecimal(Double.toString(nearest)).compareTo(value) == 0;
  }

  private static Optional<BigDecimal> number(Filter.Literal literal) {
    if (literal instanceof Filter.Literal.Number number) {
      return Optional.of(number.value());
    }
    return literal instanceof Filter.Literal.Text text
            && text.value().matches("-?(0|[1-9]\\d*)(\\.\\d+)?([eE][+-]?\\d{1,3})?")
        ? Optional.of(new BigDecimal(text.value()))
        : Optional.empty();
  }

  private static Optional<Instant> time(Filter.Literal literal) {
    if (literal instanceof Filter.Literal.Time time) {
      return Optional.of(time.value());
    }
    return literal instanceof Filter.Literal.Text text ? time(text.value()) : Optional.empty();
  }

  private static Optional<Instant> time(MetadataValue value) {
    if (value instanceof MetadataValue.Time time) {
      return Optional.of(time.value());
    }
    return value instanceof MetadataValue.Text text ? time(text.value()) : Optional.empty();
  }

  /** A date is its first moment in UTC; the years are 1 to 9999. */
  private static Optional<Instant> time(String text) {
    String whole = text.length() == 10 ? text + "T00:00:00Z" : text;
    try {
      return Optional.of(OffsetDateTime.parse(whole).toInstant())
          .filter(time -> time.getNano() % 1_000 == 0)
          .filter(time -> !time.isBefore(Instant.parse("0001-01-01T00:00:00Z")));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** What texts, patterns and single elements are compared with. */
  private static Optional<String> text(MetadataValue value) {
    if (value instanceof MetadataValue.Number number) {
      return isExact(number.value()) ? Optional.empty() : Optional.of(number.value().toString());
    }
    if (value instanceof MetadataValue.Json json) {
      return Optional.of(json.json());
    }
    return value instanceof MetadataValue.Text text ? Optional.of(text.value()) : Optional.empty();
  }

  private static Optional<List<String>> elements(MetadataValue value) {
    if (value instanceof MetadataValue.Json json) {
      return Optional.ofNullable(json.texts());
    }
    return value instanceof MetadataValue.Texts texts
        ? Optional.of(texts.values())
        : Optional.empty();
  }

  /** The order of UTF-8, not that of Java's chars. */
  private static int[] codePoints(String text) {
    return text.codePoints().toArray();
  }

  private Optional<MetadataValue> value(String column, VectorRow row) {
    return switch (column) {
      case "id" -> text(row.chunk().id());
      case "record_key" -> text(row.chunk().recordKey());
      case "record_version" -> number(row.chunk().recordVersion());
      case "chunk_index" -> number(row.chunk().index());
      case "text" -> text(row.chunk().text());
      case "content_hash" -> text(row.chunk().contentHash());
      case "embedding_fingerprint" -> text(fingerprint);
      case "landed_at" -> Optional.of(new MetadataValue.Time(row.landedAt()));
      default -> Optional.ofNullable(row.metadata().get(column));
    };
  }

  /** A text of the table's own columns is nothing but a text, whatever it spells. */
  private static Optional<MetadataValue> text(String value) {
    return Optional.of(new MetadataValue.Json(value, null));
  }

  private static Optional<MetadataValue> number(long value) {
    return Optional.of(MetadataValue.Number.of(value));
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
