package dev.freshet.pipeline.sample;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freshet.core.config.FreshetConfig;
import dev.freshet.core.config.reading.NearestPath;
import dev.freshet.pipeline.document.FieldPath;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The columns of sampled rows, compared with those that the configuration names. Not thread-safe.
 */
final class SampledColumns {

  /** Rows with more columns than that are data, not columns. */
  private static final int NAMES_MAX = 500;

  private static final int NAMES_SHOWN = 12;
  private static final String NAMES_IN_A_HEADER =
      "If the first line of each file has the names, set source.options: { header: true }";
  private static final String RECORD_KEY = "record.key";

  private final List<Wanted> wanted = new ArrayList<>();
  private final Set<String> seen = new LinkedHashSet<>();
  private final Set<String> names = new LinkedHashSet<>();
  private long rows;

  /**
   * A column that the configuration names.
   *
   * @param key where it is named, such as {@code document.text}
   * @param column its name or path
   */
  private record Wanted(String key, String column) {}

  /** Compares with the columns that a configuration names. */
  SampledColumns(FreshetConfig config) {
    add(RECORD_KEY, config.record().key());
    config.record().version().ifPresent(column -> add("record.version", List.of(column)));
    add("document.text", config.document().text().fields());
    add("document.metadata", config.document().metadata().names());
  }

  private void add(String key, List<String> columns) {
    columns.forEach(column -> wanted.add(new Wanted(key, column)));
  }

  /** Counts a row. */
  void add(ObjectNode row) {
    rows++;
    for (Wanted each : wanted) {
      if (!seen.contains(each.column()) && FieldPath.at(row, each.column()) != null) {
        seen.add(each.column());
      }
    }
    row.properties()
        .forEach(
            column -> {
              addName(column.getKey());
              if (column.getValue() instanceof ObjectNode nested) {
                nested.fieldNames().forEachRemaining(name -> addName(column.getKey() + "." + name));
              }
            });
  }

  private void addName(String name) {
    if (names.size() < NAMES_MAX) {
      names.add(name);
    }
  }

  /**
   * A sentence for each named column that no row has; none if there was no row.
   *
   * @param keysFound whether records had their keys: a key may also stand beside the row
   */
  List<String> missing(boolean keysFound) {
    if (rows == 0) {
      return List.of();
    }
    return wanted.stream()
        .filter(each -> !seen.contains(each.column()))
        .filter(each -> !(keysFound && each.key().equals(RECORD_KEY)))
        .map(this::told)
        .toList();
  }

  private String told(Wanted missing) {
    String have =
        names.stream()
            .filter(name -> !name.contains("."))
            .limit(NAMES_SHOWN)
            .collect(Collectors.joining(", "));
    String advice =
        nearest(missing.column())
            .map(name -> "Did you mean '" + name + "'? Set it in " + missing.key())
            .orElse(hasNoNames() ? NAMES_IN_A_HEADER : "Fix " + missing.key());
    return "Cannot find column '%s' of %s in any of %d sampled rows, which have %s. %s, or land rows with the column."
        .formatted(missing.column(), missing.key(), rows, have.isEmpty() ? "none" : have, advice);
  }

  /** Whether the columns are numbered, as those of csv without a header are. */
  private boolean hasNoNames() {
    return !names.isEmpty() && names.stream().allMatch(name -> name.matches("_c\\d+"));
  }

  /** The name that is most like a missing one, if one is like it at all. */
  private Optional<String> nearest(String column) {
    return names.stream()
        .filter(name -> distance(column, name) <= likeness(column))
        .min(Comparator.comparingInt(name -> distance(column, name)));
  }

  /** Edits up to which a name is like another. In four letters, two that changed places are two. */
  private static int likeness(String column) {
    return column.length() < 4 ? 1 : Math.max(2, column.length() / 3);
  }

  private static int distance(String wanted, String name) {
    String from = wanted.toLowerCase(Locale.ROOT);
    String to = name.toLowerCase(Locale.ROOT);
    boolean lastPart = to.endsWith("." + from) || from.endsWith("." + to);
    return lastPart || bare(from).equals(bare(to)) ? 1 : NearestPath.editDistance(from, to);
  }

  private static String bare(String name) {
    return name.replaceAll("[^\\p{L}\\p{N}]", "");
  }
}
