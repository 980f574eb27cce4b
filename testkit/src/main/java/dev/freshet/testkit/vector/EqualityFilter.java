package dev.freshet.testkit.vector;

import dev.freshet.core.error.InvalidRequestException;
import dev.freshet.core.vector.VectorRow;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The part of SQL the fake understands: {@code column = 'value'}, joined by {@code AND}. */
final class EqualityFilter implements Predicate<VectorRow> {

  private static final Pattern TERM =
      Pattern.compile("\\s*([A-Za-z_][A-Za-z_0-9]*)\\s*=\\s*'((?:[^']|'')*)'\\s*");
  private static final Pattern AND = Pattern.compile("(?i)\\s+and\\s+");

  private final Map<String, String> wanted;

  private EqualityFilter(Map<String, String> wanted) {
    this.wanted = wanted;
  }

  static EqualityFilter parse(String sql, List<String> metadataColumns) {
    Map<String, String> wanted = new LinkedHashMap<>();
    for (String term : AND.split(sql)) {
      Matcher matcher = TERM.matcher(term);
      if (!matcher.matches()) {
        throw new InvalidRequestException(
            "Cannot search: the fake table does not understand the filter '"
                + sql
                + "'. Use column = 'value' terms joined by AND.");
      }
      String column = matcher.group(1);
      if (!column.equals("record_key") && !metadataColumns.contains(column)) {
        throw new InvalidRequestException(
            "Cannot search: the filter names the unknown column '"
                + column
                + "'. Known columns are record_key and "
                + metadataColumns
                + ".");
      }
      wanted.put(column, matcher.group(2).replace("''", "'"));
    }
    return new EqualityFilter(wanted);
  }

  @Override
  public boolean test(VectorRow row) {
    return wanted.entrySet().stream()
        .allMatch(
            term ->
                term.getValue()
                    .equals(
                        term.getKey().equals("record_key")
                            ? row.chunk().recordKey()
                            : row.metadata().get(term.getKey())));
  }
}
