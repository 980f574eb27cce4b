package dev.freshet.home.delta;

import java.util.Locale;
import java.util.stream.Collectors;

/** A table of the page docs/tables.md. Other modules get it in this module's jar of tests. */
public final class ColumnTable {

  private ColumnTable() {}

  /** The columns of a Delta table, as it stores them. */
  public static String of(TableSchema schema) {
    return "| column | type | may be null | meaning |\n|---|---|---|---|\n"
        + schema.columns().stream()
            .map(
                column ->
                    "| `%s` | %s | %s | %s |\n"
                        .formatted(
                            column.name(),
                            column.type().name().toLowerCase(Locale.ROOT),
                            column.nullable() ? "yes" : "no",
                            column.doc()))
            .collect(Collectors.joining());
  }
}
