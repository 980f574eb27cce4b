package dev.freshet.demo.corpus;

import org.jspecify.annotations.Nullable;

/**
 * One change of one row, with the row before and after as far as there is one.
 *
 * @param operation what happened
 * @param before the row until then; null for a read and an insert
 * @param after the row from then on; null for a delete
 */
public record RowChange(
    Operation operation, @Nullable DocRecord before, @Nullable DocRecord after) {

  /** What happened to a row, with the code Debezium writes for it. */
  public enum Operation {
    READ("r"),
    CREATE("c"),
    UPDATE("u"),
    DELETE("d");

    private final String code;

    Operation(String code) {
      this.code = code;
    }

    public String code() {
      return code;
    }
  }

  public RowChange {
    boolean needsBefore = operation == Operation.UPDATE || operation == Operation.DELETE;
    boolean needsAfter = operation != Operation.DELETE;
    if (needsBefore != (before != null) || needsAfter != (after != null)) {
      throw new IllegalArgumentException("Wrong rows for " + operation);
    }
  }

  public static RowChange read(DocRecord row) {
    return new RowChange(Operation.READ, null, row);
  }

  public static RowChange insert(DocRecord row) {
    return new RowChange(Operation.CREATE, null, row);
  }

  public static RowChange update(DocRecord before, DocRecord after) {
    return new RowChange(Operation.UPDATE, before, after);
  }

  public static RowChange delete(DocRecord row) {
    return new RowChange(Operation.DELETE, row, null);
  }

  /** The record key. */
  public String id() {
    DocRecord row = after != null ? after : before;
    if (row == null) {
      throw new IllegalStateException("A change without rows");
    }
    return row.id();
  }
}
