package dev.freshet.core.filter;

import dev.freshet.core.error.InvalidRequestException;
import java.util.ArrayList;
import java.util.List;

/**
 * How large a filter is.
 *
 * @param conditions in all terms
 * @param depth of the deepest term and the level above
 */
record FilterSize(int conditions, int depth) {

  static FilterSize of(List<Filter> terms) {
    if (terms.isEmpty()) {
      throw new IllegalArgumentException("No terms");
    }
    return new FilterSize(
        terms.stream().mapToInt(Filter::conditions).sum(),
        terms.stream().mapToInt(Filter::depth).max().orElseThrow() + 1);
  }

  void check() {
    List<String> tooMuch = new ArrayList<>();
    if (conditions > Filter.CONDITIONS_MAX) {
      tooMuch.add(Filter.CONDITIONS_MAX + " conditions");
    }
    if (depth > Filter.DEPTH_MAX) {
      tooMuch.add(Filter.DEPTH_MAX + " nested levels");
    }
    if (!tooMuch.isEmpty()) {
      throw new InvalidRequestException(
          Filter.ARGUMENT,
          "Cannot search: the filter has more than "
              + String.join(" and ", tooMuch)
              + ". Shorten it.");
    }
  }
}
