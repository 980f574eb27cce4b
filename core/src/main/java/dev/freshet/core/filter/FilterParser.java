package dev.freshet.core.filter;

import dev.freshet.core.error.InvalidRequestException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Optional;

/**
 * Reads a filter from text. Only the tree is used from then on, never the text.
 *
 * <pre>
 * filter    = and { OR and }
 * and       = not { AND not }
 * not       = NOT not | '(' filter ')' | condition
 * condition = column ( ( = | &lt;&gt; | != | &lt; | &lt;= | &gt; | &gt;= ) value
 *           | [NOT] IN '(' value { ',' value } ')' | [NOT] BETWEEN value AND value
 *           | [NOT] LIKE 'pattern' | [NOT] CONTAINS 'text' | IS [NOT] NULL )
 *           | 'text' [NOT] IN column
 * value     = 'text, quotes doubled' | number | TRUE | FALSE
 * </pre>
 *
 * In a pattern <code>%</code>, <code>_</code> and a backslash stand for themselves after a
 * backslash. Keywords may have any case; a column with the name of a keyword stands in back-quotes.
 */
final class FilterParser {

  /** Parentheses and NOTs that may be open at once; bounds the recursion below. */
  private static final int NESTED_MAX = 20;

  private static final String TEXT = "a text in single quotes";

  /** Most characters of a token that an error repeats. */
  private static final int QUOTED_MAX = 40;

  private static final Map<String, Filter.Operator> OPERATORS =
      Map.of(
          "=", Filter.Operator.EQUAL,
          "<>", Filter.Operator.UNEQUAL,
          "!=", Filter.Operator.UNEQUAL,
          "<", Filter.Operator.LESS,
          "<=", Filter.Operator.AT_MOST,
          ">", Filter.Operator.GREATER,
          ">=", Filter.Operator.AT_LEAST);

  private final FilterTokens tokens;

  /**
   * @throws InvalidRequestException if no token begins somewhere in {@code text}, or it is too long
   */
  FilterParser(String text) {
    this.tokens = FilterTokens.of(text);
  }

  Filter parse() {
    Filter filter = or(0);
    if (tokens.peek().kind() != FilterTokens.Kind.END) {
      throw expected("AND, OR or the end");
    }
    return filter;
  }

  private Filter or(int nested) {
    List<Filter> terms = new ArrayList<>();
    do {
      terms.add(and(nested));
    } while (tokens.takeIf("OR"));
    return terms.size() == 1 ? terms.get(0) : new Filter.Or(terms);
  }

  private Filter and(int nested) {
    List<Filter> terms = new ArrayList<>();
    do {
      terms.add(not(nested));
    } while (tokens.takeIf("AND"));
    return terms.size() == 1 ? terms.get(0) : new Filter.And(terms);
  }

  private Filter not(int nested) {
    if (nested > NESTED_MAX) {
      throw new InvalidRequestException(
          Filter.ARGUMENT,
          "Cannot search: the filter has more than %d nested parentheses and NOTs. Shorten it."
              .formatted(NESTED_MAX));
    }
    if (tokens.takeIf("NOT")) {
      return new Filter.Not(not(nested + 1));
    }
    if (tokens.takeIf("(")) {
      Filter inner = or(nested + 1);
      require(")");
      return inner;
    }
    return condition();
  }

  private Filter condition() {
    if (tokens.peek().kind() == FilterTokens.Kind.TEXT) {
      return element();
    }
    String column = column();
    Optional<Filter.Operator> operator = operator();
    if (operator.isPresent()) {
      return new Filter.Compare(column, operator.get(), value());
    }
    if (tokens.takeIf("IS")) {
      boolean negated = tokens.takeIf("NOT");
      require("NULL");
      return negatedIf(negated, new Filter.IsNull(column));
    }
    boolean negated = tokens.takeIf("NOT");
    if (tokens.takeIf("IN")) {
      return negatedIf(negated, new Filter.In(column, values()));
    }
    if (tokens.takeIf("BETWEEN")) {
      Filter.Literal low = value();
      require("AND");
      return negatedIf(negated, new Filter.Between(column, low, value()));
    }
    if (tokens.takeIf("LIKE")) {
      return negatedIf(negated, new Filter.Like(column, text("a pattern in single quotes")));
    }
    if (tokens.takeIf("CONTAINS")) {
      return negatedIf(negated, new Filter.Contains(column, text(TEXT)));
    }
    throw expected("a comparison, IN, BETWEEN, LIKE, CONTAINS or IS NULL");
  }

  /** A text that is an element of a column's list. */
  private Filter element() {
    String text = tokens.take().text();
    boolean negated = tokens.takeIf("NOT");
    require("IN");
    return negatedIf(negated, new Filter.Contains(column(), text));
  }

  private static Filter negatedIf(boolean negated, Filter filter) {
    return negated ? new Filter.Not(filter) : filter;
  }

  private String column() {
    FilterTokens.Token name = tokens.peek();
    if (name.kind() != FilterTokens.Kind.WORD && name.kind() != FilterTokens.Kind.QUOTED) {
      throw expected("a column");
    }
    return tokens.take().text();
  }

  private Optional<Filter.Operator> operator() {
    return OPERATORS.entrySet().stream()
        .filter(each -> tokens.takeIf(each.getKey()))
        .findFirst()
        .map(Entry::getValue);
  }

  private List<Filter.Literal> values() {
    require("(");
    List<Filter.Literal> values = new ArrayList<>();
    do {
      values.add(value());
    } while (tokens.takeIf(","));
    require(")");
    return values;
  }

  private Filter.Literal value() {
    if (tokens.takeIf("TRUE")) {
      return new Filter.Literal.Truth(true);
    }
    if (tokens.takeIf("FALSE")) {
      return new Filter.Literal.Truth(false);
    }
    if (tokens.peek().kind() == FilterTokens.Kind.NUMBER) {
      return new Filter.Literal.Number(new BigDecimal(tokens.take().text()));
    }
    return new Filter.Literal.Text(text("a text in single quotes, a number, TRUE or FALSE"));
  }

  private String text(String description) {
    if (tokens.peek().kind() != FilterTokens.Kind.TEXT) {
      throw expected(description);
    }
    return tokens.take().text();
  }

  private void require(String keywordOrSymbol) {
    if (!tokens.takeIf(keywordOrSymbol)) {
      throw expected(keywordOrSymbol);
    }
  }

  private InvalidRequestException expected(String what) {
    FilterTokens.Token found = tokens.peek();
    return new InvalidRequestException(
        Filter.ARGUMENT,
        "Cannot search: the filter needs %s at character %d, not '%s'. Fix the filter."
            .formatted(what, found.position() + 1, shortened(found.text())));
  }

  private static String shortened(String text) {
    return text.length() > QUOTED_MAX ? text.substring(0, QUOTED_MAX) + "..." : text;
  }
}
