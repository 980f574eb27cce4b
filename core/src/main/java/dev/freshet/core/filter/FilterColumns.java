package dev.freshet.core.filter;

import dev.freshet.core.error.InvalidRequestException;
import dev.freshet.core.metadata.StoredColumn;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The columns a filter may name, and how their values are stored.
 *
 * <p>Equality is decided between any two values: values of different types differ. An order is
 * decided among numbers, among texts and among times only; between values of different types it is
 * unknown, as it is for a null.
 *
 * @param columns by name
 */
public record FilterColumns(Map<String, StoredColumn> columns) {

  public FilterColumns {
    columns = Map.copyOf(columns);
  }

  /**
   * Requires that every column in {@code filter} exists and is compared with values that can be
   * compared with its own.
   *
   * @throws InvalidRequestException naming the column that does not fit, and what would fit
   */
  public void check(Filter filter) {
    resolve(filter);
  }

  /**
   * The filter over the cells of the columns. It is true for the same rows; whether it is false or
   * unknown for another row may differ. Negations stand before single conditions only. A literal
   * has the type of the cell that it is compared with: a {@link Filter.Literal.Text} for texts, a
   * {@link Filter.Literal.Number} for numbers, and so on.
   *
   * @throws InvalidRequestException as {@link #check}, or if the result is too long
   */
  public Filter resolve(Filter filter) {
    return resolved(filter, false);
  }

  private Filter resolved(Filter filter, boolean negated) {
    if (filter instanceof Filter.Not not) {
      return resolved(not.term(), !negated);
    }
    if (filter instanceof Filter.Junction junction) {
      List<Filter> terms = junction.terms().stream().map(term -> resolved(term, negated)).toList();
      return filter instanceof Filter.And == negated ? new Filter.Or(terms) : new Filter.And(terms);
    }
    Filter.Condition condition = (Filter.Condition) filter;
    return new CellConditions(column(condition.column()), negated).of(condition);
  }

  private StoredColumn column(String name) {
    StoredColumn column = columns.get(name);
    if (column == null) {
      throw new InvalidRequestException(
          Filter.ARGUMENT,
          "Cannot search: the filter names column %s, which is not there. The columns are %s."
              .formatted(name, String.join(", ", new TreeMap<>(columns).keySet())));
    }
    return column;
  }
}
