package dev.freshet.core.maintenance;

/**
 * An index of one column of a table. The store chooses the kind of index when it builds it, by the
 * values it finds.
 *
 * @param column the column
 * @param use what the index is for
 */
public record ColumnIndex(String column, Use use) {

  /** The column of a chunk's text. */
  public static final String TEXT = "text";

  /** What a column's index is for. */
  public enum Use {
    /** Filters that compare the column with values. */
    FILTER,
    /** Searches for the words of a text. */
    FULL_TEXT
  }

  /** The index that filters on {@code column} use. */
  public static ColumnIndex filter(String column) {
    return new ColumnIndex(column, Use.FILTER);
  }

  /** The full-text index of the chunks' text. */
  public static ColumnIndex fullText() {
    return new ColumnIndex(TEXT, Use.FULL_TEXT);
  }

  /** The index in words, for reasons. */
  @Override
  public String toString() {
    return switch (use) {
      case FILTER -> "the filter index on " + column;
      case FULL_TEXT -> "the full-text index on " + column;
    };
  }
}
