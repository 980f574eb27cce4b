package dev.freshet.core.filter;

import dev.freshet.core.error.InvalidRequestException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/**
 * A condition that a row of a vector table satisfies or not, with the meaning of SQL: comparing a
 * null is neither true nor false, and only rows for which the whole is true are found.
 *
 * <p>A tree has at most {@value #CONDITIONS_MAX} conditions and {@value #DEPTH_MAX} levels: native
 * evaluation of longer ones overflows the stack. Columns and the types of values are checked by the
 * table that is searched: see {@link FilterColumns}.
 */
public sealed interface Filter {

  /** What errors call a filter. */
  String ARGUMENT = "filter";

  /** Most conditions of a tree. */
  int CONDITIONS_MAX = 200;

  /** Most levels of a tree. */
  int DEPTH_MAX = 30;

  /** Most values of one {@link In}. */
  int VALUES_MAX = 1_000;

  /** Most characters of a filter that is {@linkplain #parse parsed}. */
  int LENGTH_MAX = 8_192;

  /** How many conditions the tree has. */
  int conditions();

  /** Levels of the tree; 1 for a single condition. */
  int depth();

  /**
   * The filter in {@code text}; see {@link FilterParser} for the grammar.
   *
   * @throws InvalidRequestException saying what is wrong and where
   */
  static Filter parse(String text) {
    return new FilterParser(text).parse();
  }

  /**
   * The filter of the rows that satisfy both.
   *
   * @throws InvalidRequestException if the result is too long
   */
  static Filter both(Filter one, Filter other) {
    return new And(List.of(one, other));
  }

  /** Several filters that are joined. */
  sealed interface Junction extends Filter {

    /** At least one. */
    List<Filter> terms();

    @Override
    default int conditions() {
      return FilterSize.of(terms()).conditions();
    }

    @Override
    default int depth() {
      return FilterSize.of(terms()).depth();
    }
  }

  /** Satisfied by rows that satisfy every term. */
  record And(List<Filter> terms) implements Junction {

    public And {
      terms = List.copyOf(terms);
      FilterSize.of(terms).check();
    }
  }

  /** Satisfied by rows that satisfy one term at least. */
  record Or(List<Filter> terms) implements Junction {

    public Or {
      terms = List.copyOf(terms);
      FilterSize.of(terms).check();
    }
  }

  /** Satisfied by rows for which the term is false; not by those for which it is unknown. */
  record Not(Filter term) implements Filter {

    public Not {
      FilterSize.of(List.of(term)).check();
    }

    @Override
    public int conditions() {
      return term.conditions();
    }

    @Override
    public int depth() {
      return term.depth() + 1;
    }
  }

  /** A condition on one column. */
  sealed interface Condition extends Filter {

    /** The column it is about. */
    String column();

    @Override
    default int conditions() {
      return 1;
    }

    @Override
    default int depth() {
      return 1;
    }
  }

  /** The column's value compares to {@code value} as the operator says. */
  record Compare(String column, Operator operator, Literal value) implements Condition {}

  /** The column's value is one of {@code values}: at least 1, at most {@value #VALUES_MAX}. */
  record In(String column, List<Literal> values) implements Condition {

    public In {
      values = List.copyOf(values);
      if (values.isEmpty()) {
        throw new InvalidRequestException(
            ARGUMENT,
            "Cannot search: the filter compares column %s with no value. Give one at least."
                .formatted(column));
      }
      if (values.size() > VALUES_MAX) {
        throw new InvalidRequestException(
            ARGUMENT,
            "Cannot search: the filter has more than %d values in one IN. Shorten it."
                .formatted(VALUES_MAX));
      }
    }
  }

  /** The column's value is neither below {@code low} nor above {@code high}. */
  record Between(String column, Literal low, Literal high) implements Condition {}

  /**
   * The column's text matches: {@code %} stands for any characters, {@code _} for one. After a
   * backslash each of the two, and a backslash, stands for itself. Case matters.
   */
  record Like(String column, String pattern) implements Condition {

    public Like {
      if (hasStrayBackslash(pattern)) {
        throw new InvalidRequestException(
            ARGUMENT,
            "Cannot search: the filter matches column %s with a pattern in which a backslash stands before something else than %%, _ or a backslash. Double it."
                .formatted(column));
      }
    }

    private static boolean hasStrayBackslash(String pattern) {
      for (int i = pattern.indexOf('\\'); i >= 0; i = pattern.indexOf('\\', i + 2)) {
        if (i + 1 == pattern.length() || "%_\\".indexOf(pattern.charAt(i + 1)) < 0) {
          return true;
        }
      }
      return false;
    }
  }

  /** The column's list has the element {@code text}; a single text counts as a list of one. */
  record Contains(String column, String text) implements Condition {}

  /** The column has no value. */
  record IsNull(String column) implements Condition {}

  /** How two values compare. */
  enum Operator {
    EQUAL("="),
    UNEQUAL("<>"),
    LESS("<"),
    AT_MOST("<="),
    GREATER(">"),
    AT_LEAST(">=");

    private final String sql;

    Operator(String sql) {
      this.sql = sql;
    }

    /** As SQL writes it. */
    public String sql() {
      return sql;
    }
  }

  /** A value as it was written; the column says whether it can be compared with it. */
  sealed interface Literal {

    /**
     * A text in quotes. It is also the number, the truth or the time that it {@linkplain
     * dev.freshet.core.metadata.Spelling spells}, for columns that hold such values.
     */
    record Text(String value) implements Literal {}

    /** A number. */
    record Number(BigDecimal value) implements Literal {

      /** The whole number {@code value}. */
      public static Number of(long value) {
        return new Number(BigDecimal.valueOf(value));
      }
    }

    /** True or false. */
    record Truth(boolean value) implements Literal {}

    /** An instant. */
    record Time(Instant value) implements Literal {}
  }
}
