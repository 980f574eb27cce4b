package dev.freshet.core.config.value;

/** How a row says which change it is. */
public enum ChangeFormat {
  /**
   * The row is the record itself. A row with {@code "is_deleted": true}, or with an {@code op} of
   * {@code d} or {@code delete}, deletes.
   */
  PLAIN,
  /**
   * A Debezium envelope: {@code before}, {@code after}, {@code op}, {@code source}, {@code ts_ms}.
   */
  DEBEZIUM
}
