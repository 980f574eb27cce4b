package dev.freshet.pipeline.convention;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The row before a change ({@code before}). It is evidence and not a row: a database that logs only
 * the identity of old rows (PostgreSQL with the default replica identity) knows no other column,
 * and the connector fills those that are NOT NULL with a filler: an empty text, 0, false, or the
 * first moment of 1970. A filler is never a value.
 */
public final class OldRow {

  private static final Set<String> FILLERS =
      Set.of(
          "",
          "0",
          "AA==",
          "1970-01-01",
          "1970-01-01Z",
          "1970-01-01T00:00:00",
          "1970-01-01T00:00:00Z",
          "00:00:00",
          "00:00:00Z");

  private final @Nullable ObjectNode row;

  private OldRow(@Nullable ObjectNode row) {
    this.row = row;
  }

  /** The old row of a change; it may be missing. */
  public static OldRow of(@Nullable JsonNode before) {
    return new OldRow(before instanceof ObjectNode object ? object : null);
  }

  /** The old row of a delete; other databases than PostgreSQL log it whole. */
  public static OldRow ofDelete(JsonNode envelope, @Nullable JsonNode before) {
    String connector = envelope.path("source").path("connector").asText("postgresql");
    return connector.equals("postgresql") ? of(before) : of(null);
  }

  /**
   * Whether the values of these columns are those of the old row, so that they may be compared with
   * the new row: the log held the old row whole. It did if another column has a value that is no
   * filler, or if all other columns are as in the new row.
   */
  public boolean isWholeBeside(Collection<String> columns, ObjectNode after) {
    if (row == null) {
      return false;
    }
    boolean same = true;
    for (var field : row.properties()) {
      if (columns.contains(field.getKey())) {
        continue;
      }
      if (!isFiller(field.getValue())) {
        return true;
      }
      same &= field.getValue().equals(after.get(field.getKey()));
    }
    return same && row.size() > columns.size();
  }

  /**
   * Whether these columns may be fillers: one of them looks like a filler, and exactly one other
   * column does not, as where that column is the identity of the row.
   */
  public boolean mayBeFilled(Collection<String> columns) {
    if (row == null || columns.stream().noneMatch(name -> isFiller(row.get(name)))) {
      return false;
    }
    return row.properties().stream()
            .filter(field -> !columns.contains(field.getKey()) && !isFiller(field.getValue()))
            .count()
        == 1;
  }

  private static boolean isFiller(@Nullable JsonNode value) {
    if (value == null || value.isNull()) {
      return true;
    }
    if (value.isNumber()) {
      return value.decimalValue().signum() == 0;
    }
    if (value.isBoolean()) {
      return !value.booleanValue();
    }
    return value.isTextual()
        ? FILLERS.contains(value.textValue().replaceFirst("\\.0+(Z?)$", "$1"))
        : value.isEmpty();
  }
}
