package dev.freshet.search.langchain4j;

import dev.freshet.core.filter.Filter;
import dev.freshet.core.filter.Filter.Literal;
import dev.freshet.core.filter.Filter.Operator;
import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.store.embedding.filter.comparison.ContainsString;
import dev.langchain4j.store.embedding.filter.comparison.IsEqualTo;
import dev.langchain4j.store.embedding.filter.comparison.IsGreaterThan;
import dev.langchain4j.store.embedding.filter.comparison.IsGreaterThanOrEqualTo;
import dev.langchain4j.store.embedding.filter.comparison.IsIn;
import dev.langchain4j.store.embedding.filter.comparison.IsLessThan;
import dev.langchain4j.store.embedding.filter.comparison.IsLessThanOrEqualTo;
import dev.langchain4j.store.embedding.filter.comparison.IsNotEqualTo;
import dev.langchain4j.store.embedding.filter.comparison.IsNotIn;
import dev.langchain4j.store.embedding.filter.logical.And;
import dev.langchain4j.store.embedding.filter.logical.Not;
import dev.langchain4j.store.embedding.filter.logical.Or;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/**
 * Translates a filter of LangChain4j into one of Freshet.
 *
 * <p>In LangChain4j a condition is true or false, and a missing value differs from every other; in
 * SQL, and so in Freshet's filter, neither a condition nor its negation holds for a null. So a
 * negation is moved down to the conditions, where the missing value is added.
 */
final class FilterTranslation {

  private FilterTranslation() {}

  /**
   * The same condition on the columns of the table.
   *
   * @throws UnsupportedFeatureException if the table has no such condition
   */
  static Filter of(dev.langchain4j.store.embedding.filter.Filter filter) {
    return translated(filter, false);
  }

  private static Filter translated(
      dev.langchain4j.store.embedding.filter.Filter filter, boolean negated) {
    if (filter instanceof And and) {
      return joined(!negated, translated(and.left(), negated), translated(and.right(), negated));
    }
    if (filter instanceof Or or) {
      return joined(negated, translated(or.left(), negated), translated(or.right(), negated));
    }
    if (filter instanceof Not not) {
      return translated(not.expression(), !negated);
    }
    if (filter instanceof IsNotEqualTo differs) {
      return found(compared(differs.key(), Operator.EQUAL, differs.comparisonValue()), !negated);
    }
    if (filter instanceof IsNotIn outside) {
      return found(in(outside.key(), outside.comparisonValues()), !negated);
    }
    return found(condition(filter), negated);
  }

  private static Filter joined(boolean both, Filter left, Filter right) {
    List<Filter> terms = List.of(left, right);
    return both ? new Filter.And(terms) : new Filter.Or(terms);
  }

  /** The condition, or its negation, which also holds for a missing value. */
  private static Filter found(Filter.Condition condition, boolean negated) {
    return negated
        ? new Filter.Or(List.of(new Filter.Not(condition), new Filter.IsNull(condition.column())))
        : condition;
  }

  private static Filter.Condition condition(dev.langchain4j.store.embedding.filter.Filter filter) {
    if (filter instanceof IsEqualTo equal) {
      return compared(equal.key(), Operator.EQUAL, equal.comparisonValue());
    }
    if (filter instanceof IsGreaterThan greater) {
      return compared(greater.key(), Operator.GREATER, greater.comparisonValue());
    }
    if (filter instanceof IsGreaterThanOrEqualTo atLeast) {
      return compared(atLeast.key(), Operator.AT_LEAST, atLeast.comparisonValue());
    }
    if (filter instanceof IsLessThan less) {
      return compared(less.key(), Operator.LESS, less.comparisonValue());
    }
    if (filter instanceof IsLessThanOrEqualTo atMost) {
      return compared(atMost.key(), Operator.AT_MOST, atMost.comparisonValue());
    }
    if (filter instanceof IsIn in) {
      return in(in.key(), in.comparisonValues());
    }
    if (filter instanceof ContainsString contains) {
      return new Filter.Like(contains.key(), pattern(contains.comparisonValue()));
    }
    throw new UnsupportedFeatureException(
        "Cannot search: a filter of type %s has no counterpart in the vector table. Use comparisons, IsIn, IsNotIn, ContainsString, And, Or and Not."
            .formatted(filter.getClass().getName()));
  }

  private static Filter.Condition compared(String key, Operator operator, Object value) {
    return new Filter.Compare(key, operator, literal(key, value));
  }

  private static Filter.Condition in(String key, Collection<?> values) {
    return new Filter.In(key, values.stream().map(value -> literal(key, value)).toList());
  }

  /** Each character of the part stands for itself. */
  private static String pattern(String part) {
    return "%" + part.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%";
  }

  private static Literal literal(String key, Object value) {
    if (value instanceof String || value instanceof UUID) {
      return new Literal.Text(value.toString());
    }
    if (value instanceof Boolean truth) {
      return new Literal.Truth(truth);
    }
    if (value instanceof Instant time) {
      return new Literal.Time(time);
    }
    if (value instanceof OffsetDateTime time) {
      return new Literal.Time(time.toInstant());
    }
    if (value instanceof Number number) {
      try {
        return new Literal.Number(new BigDecimal(number.toString()));
      } catch (NumberFormatException e) {
        throw new UnsupportedFeatureException(
            "Cannot search: the filter compares %s with %s, which is no number. Use a finite number."
                .formatted(key, number));
      }
    }
    throw new UnsupportedFeatureException(
        "Cannot search: the filter compares %s with a value of type %s. Use texts, UUIDs, numbers, booleans or instants."
            .formatted(key, value.getClass().getName()));
  }
}
