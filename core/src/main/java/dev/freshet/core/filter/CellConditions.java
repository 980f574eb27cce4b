package dev.freshet.core.filter;

import dev.freshet.core.error.InvalidRequestException;
import dev.freshet.core.filter.Filter.Literal;
import dev.freshet.core.filter.Filter.Operator;
import dev.freshet.core.metadata.MetadataType;
import dev.freshet.core.metadata.Spelling;
import dev.freshet.core.metadata.StoredColumn;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes one condition on a column as a filter over the column's cells. A value is compared in each
 * cell that can hold a value comparable to it. Every filter that is made here is true for the right
 * rows; where it is not true, it may be false or unknown.
 *
 * @param column what the condition is about
 * @param negated whether the negation of the condition is wanted
 */
record CellConditions(StoredColumn column, boolean negated) {

  /** A stored column that has a value in every row. */
  private static final String ALWAYS_THERE = "id";

  private static final Filter NEVER = new Filter.IsNull(ALWAYS_THERE);
  private static final Filter ALWAYS = new Filter.Not(NEVER);

  private static final BigDecimal LONG_MIN = BigDecimal.valueOf(Long.MIN_VALUE);
  private static final BigDecimal LONG_MAX = BigDecimal.valueOf(Long.MAX_VALUE);

  /**
   * The condition, or its negation.
   *
   * @throws InvalidRequestException if the column's values cannot be compared so
   */
  Filter of(Filter.Condition condition) {
    if (condition instanceof Filter.Compare compare) {
      return switch (compare.operator()) {
        case EQUAL -> equal(List.of(compare.value()), negated);
        case UNEQUAL -> equal(List.of(compare.value()), !negated);
        case LESS, AT_MOST, GREATER, AT_LEAST -> ordered(compare.operator(), compare.value());
      };
    }
    if (condition instanceof Filter.In in) {
      return equal(in.values(), negated);
    }
    if (condition instanceof Filter.Between between) {
      List<Filter> ends =
          List.of(
              ordered(Operator.AT_LEAST, between.low()), ordered(Operator.AT_MOST, between.high()));
      return negated ? new Filter.Or(ends) : new Filter.And(ends);
    }
    if (condition instanceof Filter.Like like) {
      return like(like);
    }
    if (condition instanceof Filter.Contains contains) {
      return contains(contains.text());
    }
    return negated ? hasValue() : not(hasValue());
  }

  /** The column's value is one of the literals, or is there and none of them. */
  private Filter equal(List<Literal> literals, boolean unequal) {
    Map<Cell, List<Literal>> values = new LinkedHashMap<>();
    for (Literal literal : literals) {
      equals(literal)
          .forEach(
              (cell, value) -> values.computeIfAbsent(cell, none -> new ArrayList<>()).add(value));
    }
    List<Filter> terms = new ArrayList<>();
    values.forEach((cell, some) -> terms.add(oneOf(cell, some, unequal)));
    if (!unequal) {
      return any(terms);
    }
    if (column.cells().size() > 1 || terms.isEmpty()) {
      terms.add(hasValue());
    }
    return all(terms);
  }

  /**
   * A cell in which values are looked up.
   *
   * @param type of the values
   * @param alone whether the row must have no text: a text equals a literal in quotes only if it is
   *     the same text, also where both spell the same number
   */
  private record Cell(MetadataType type, boolean alone) {}

  /** For a column of several cells, a row without this one differs from every value of it. */
  private Filter oneOf(Cell where, List<Literal> values, boolean unequal) {
    String cell = cell(where.type());
    Filter.Condition one =
        values.size() == 1
            ? new Filter.Compare(cell, unequal ? Operator.UNEQUAL : Operator.EQUAL, values.get(0))
            : new Filter.In(cell, values);
    Filter noText = new Filter.IsNull(cell(MetadataType.TEXT));
    if (!unequal) {
      return where.alone() ? new Filter.And(List.of(one, noText)) : one;
    }
    Filter none = values.size() == 1 ? one : new Filter.Not(one);
    if (column.cells().size() == 1) {
      return none;
    }
    List<Filter> ways = new ArrayList<>(List.of(none, new Filter.IsNull(cell)));
    if (where.alone()) {
      ways.add(new Filter.Not(noText));
    }
    return new Filter.Or(ways);
  }

  /** What each cell must hold to equal the literal; empty if no value can equal it. */
  private Map<Cell, Literal> equals(Literal literal) {
    Map<Cell, Literal> cells = new LinkedHashMap<>();
    Optional<Literal> time = time(literal);
    boolean quoted = literal instanceof Literal.Text && column.has(MetadataType.TEXT);
    time.ifPresent(instant -> cells.put(new Cell(MetadataType.TIME, false), instant));
    if (quoted && time.isEmpty()) {
      cells.put(new Cell(MetadataType.TEXT, false), literal);
    }
    truth(literal).ifPresent(truth -> cells.put(new Cell(MetadataType.BOOLEAN, quoted), truth));
    Optional<BigDecimal> number = number(literal);
    if (number.isPresent()
        && column.has(MetadataType.INTEGER)
        && MetadataType.isWhole(number.get())) {
      cells.put(new Cell(MetadataType.INTEGER, quoted), whole(number.get()));
    }
    if (number.isPresent() && column.has(MetadataType.NUMBER)) {
      cells.put(new Cell(MetadataType.NUMBER, quoted), new Literal.Number(number.get()));
    }
    if (cells.isEmpty() && number.isEmpty() && !column.cells().isEmpty()) {
      throw mismatch();
    }
    return cells;
  }

  /** The value is on this side of the literal, or on the other if the negation is wanted. */
  private Filter ordered(Operator written, Literal literal) {
    if (column.untyped()) {
      throw refused(
          "compares the order of column %s, whose values are not typed yet. Compare it with = or IN, or start `run`: it gives the values their types.");
    }
    Operator operator = negated ? complement(written) : written;
    List<Filter> terms = new ArrayList<>();
    Optional<BigDecimal> number = number(literal);
    number.ifPresent(value -> terms.addAll(numbers(operator, value)));
    Optional<Literal> time = time(literal);
    time.ifPresent(
        instant -> terms.add(new Filter.Compare(cell(MetadataType.TIME), operator, instant)));
    if (literal instanceof Literal.Text text && column.has(MetadataType.TEXT)) {
      requireWholeTime(text, number.isPresent() || time.isPresent());
      terms.add(texts(operator, text, number.isPresent(), time.isPresent()));
    }
    if (terms.isEmpty() && !column.cells().isEmpty()) {
      throw mismatch();
    }
    return any(terms);
  }

  private void requireWholeTime(Literal.Text literal, boolean isOther) {
    if (!isOther && column.has(MetadataType.TIME) && Spelling.beginsLikeTime(literal.value())) {
      throw refused(
          "compares the order of column %s, which has times, with a text that is not a whole time. Write it as '2026-01-31' or '2026-01-31T12:00:00Z'.");
    }
  }

  /** Among texts, except where text and literal both spell a number or both a time. */
  private Filter texts(Operator operator, Literal.Text literal, boolean isNumber, boolean isTime) {
    List<Filter> terms = new ArrayList<>();
    terms.add(new Filter.Compare(cell(MetadataType.TEXT), operator, literal));
    for (MetadataType type : MetadataType.values()) {
      boolean compared =
          switch (type) {
            case INTEGER, NUMBER -> isNumber;
            case TIME -> isTime;
            case TEXT, BOOLEAN, TEXTS -> false;
          };
      if (compared && column.has(type)) {
        terms.add(new Filter.IsNull(cell(type)));
      }
    }
    return all(terms);
  }

  private List<Filter> numbers(Operator operator, BigDecimal number) {
    List<Filter> terms = new ArrayList<>();
    if (column.has(MetadataType.INTEGER)) {
      terms.add(whole(operator, number));
    }
    if (column.has(MetadataType.NUMBER)) {
      terms.add(
          new Filter.Compare(cell(MetadataType.NUMBER), operator, new Literal.Number(number)));
    }
    return terms;
  }

  /** Whole numbers compare with a fraction as with the next whole number on the right side. */
  private Filter whole(Operator operator, BigDecimal number) {
    String cell = cell(MetadataType.INTEGER);
    boolean below = operator == Operator.LESS || operator == Operator.AT_MOST;
    if (number.compareTo(LONG_MAX) > 0) {
      return below ? not(new Filter.IsNull(cell)) : NEVER;
    }
    if (number.compareTo(LONG_MIN) < 0) {
      return below ? NEVER : not(new Filter.IsNull(cell));
    }
    boolean up = operator == Operator.LESS || operator == Operator.AT_LEAST;
    return new Filter.Compare(
        cell, operator, whole(number.setScale(0, up ? RoundingMode.CEILING : RoundingMode.FLOOR)));
  }

  private static Literal whole(BigDecimal number) {
    return Literal.Number.of(number.longValueExact());
  }

  private Filter like(Filter.Like like) {
    if (column.cells().isEmpty()) {
      return NEVER;
    }
    if (!column.has(MetadataType.TEXT)) {
      throw refused("matches column %s with LIKE, which is for texts. " + advice());
    }
    Filter matches = new Filter.Like(cell(MetadataType.TEXT), like.pattern());
    return negated ? new Filter.Not(matches) : matches;
  }

  private Filter contains(String text) {
    if (column.cells().isEmpty()) {
      return NEVER;
    }
    if (!column.has(MetadataType.TEXTS)) {
      throw refused("looks for an element of column %s, which has no lists. " + advice());
    }
    String list = cell(MetadataType.TEXTS);
    Filter found = new Filter.Contains(list, text);
    Filter inList = negated ? new Filter.Not(found) : found;
    if (!column.has(MetadataType.TEXT)) {
      return inList;
    }
    Filter single =
        new Filter.Compare(
            cell(MetadataType.TEXT),
            negated ? Operator.UNEQUAL : Operator.EQUAL,
            new Literal.Text(text));
    return new Filter.Or(List.of(inList, new Filter.And(List.of(new Filter.IsNull(list), single))));
  }

  /** The literal as a time, if the column has times. */
  private Optional<Literal> time(Literal literal) {
    if (!column.has(MetadataType.TIME)) {
      return Optional.empty();
    }
    if (literal instanceof Literal.Time) {
      return Optional.of(literal);
    }
    return literal instanceof Literal.Text text
        ? Spelling.time(text.value()).map(Literal.Time::new)
        : Optional.empty();
  }

  /** The literal as a truth, if the column has truths. */
  private Optional<Literal> truth(Literal literal) {
    if (!column.has(MetadataType.BOOLEAN)) {
      return Optional.empty();
    }
    if (literal instanceof Literal.Truth) {
      return Optional.of(literal);
    }
    return literal instanceof Literal.Text text
        ? Spelling.truth(text.value()).map(Literal.Truth::new)
        : Optional.empty();
  }

  /** The literal as a number, if the column has numbers. */
  private Optional<BigDecimal> number(Literal literal) {
    if (!column.hasNumbers()) {
      return Optional.empty();
    }
    if (literal instanceof Literal.Number number) {
      return Optional.of(number.value());
    }
    return literal instanceof Literal.Text text ? Spelling.number(text.value()) : Optional.empty();
  }

  private Filter hasValue() {
    return any(
        column.cells().values().stream()
            .<Filter>map(cell -> new Filter.Not(new Filter.IsNull(cell)))
            .toList());
  }

  /** The negation of what {@link #hasValue} or a test for null says. */
  private static Filter not(Filter filter) {
    if (filter instanceof Filter.Not not) {
      return not.term();
    }
    if (filter instanceof Filter.Or or) {
      return new Filter.And(or.terms().stream().map(CellConditions::not).toList());
    }
    return filter.equals(NEVER) ? ALWAYS : new Filter.Not(filter);
  }

  private static Filter any(List<Filter> terms) {
    if (terms.isEmpty()) {
      return NEVER;
    }
    return terms.size() == 1 ? terms.get(0) : new Filter.Or(terms);
  }

  private static Filter all(List<Filter> terms) {
    return terms.size() == 1 ? terms.get(0) : new Filter.And(terms);
  }

  private static Operator complement(Operator operator) {
    return switch (operator) {
      case EQUAL -> Operator.UNEQUAL;
      case UNEQUAL -> Operator.EQUAL;
      case LESS -> Operator.AT_LEAST;
      case AT_MOST -> Operator.GREATER;
      case GREATER -> Operator.AT_MOST;
      case AT_LEAST -> Operator.LESS;
    };
  }

  private String cell(MetadataType type) {
    return column.cells().getOrDefault(type, column.name());
  }

  private InvalidRequestException mismatch() {
    return refused("compares column %s with another type of value. " + advice());
  }

  /** What the column can be compared with. */
  private String advice() {
    if (column.untyped()) {
      return "Its values are not typed yet: compare it with a text in single quotes.";
    }
    List<String> literals =
        column.cells().keySet().stream().map(MetadataType::literal).distinct().toList();
    return "Use " + String.join(" or ", literals) + ".";
  }

  private InvalidRequestException refused(String why) {
    return new InvalidRequestException(
        Filter.ARGUMENT, "Cannot search: the filter " + why.formatted(column.name()));
  }
}
