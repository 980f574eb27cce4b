package dev.freshet.pipeline.convention;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freshet.core.config.RecordConfig;
import dev.freshet.pipeline.document.RejectedLine;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a flat row says that its record is deleted. Without a configuration these are the columns
 * that tools write: {@code is_deleted}, {@code _deleted} and {@code __deleted} hold true or false,
 * {@code op}, {@code _op} and {@code __op} hold an operation. Facts: Debezium documentation, "New
 * Record State Extraction".
 */
public final class DeleteMarks {

  private static final List<String> FLAGS = List.of("is_deleted", "_deleted", "__deleted");
  private static final List<String> OPERATIONS = List.of("op", "_op", "__op");
  private static final Set<String> DELETE = Set.of("d", "delete", "deleted");

  private final @Nullable String column;
  private final boolean none;

  private DeleteMarks(@Nullable String column, boolean none) {
    this.column = column;
    this.none = none;
  }

  /** The marks that a configuration asks for. */
  public static DeleteMarks of(RecordConfig config) {
    boolean none = config.deleted().filter(RecordConfig.NO_DELETES::equals).isPresent();
    return new DeleteMarks(none ? null : config.deleted().orElse(null), none);
  }

  /**
   * Whether the row deletes its record.
   *
   * @throws RejectedLine if a column that must be true or false is neither
   */
  public boolean deleted(ObjectNode fields) throws RejectedLine {
    if (none) {
      return false;
    }
    if (column != null) {
      JsonNode mark = fields.get(column);
      return mark != null && !mark.isNull() && (isDelete(mark) || truth(column, mark));
    }
    for (String name : FLAGS) {
      JsonNode flag = fields.get(name);
      if (flag != null && !flag.isNull()) {
        return truth(name, flag);
      }
    }
    for (String name : OPERATIONS) {
      if (fields.hasNonNull(name)) {
        return isDelete(fields.get(name));
      }
    }
    return false;
  }

  private static boolean isDelete(JsonNode operation) {
    return operation.isTextual() && DELETE.contains(operation.asText().toLowerCase(Locale.ROOT));
  }

  /** A boolean, as such or as text, or the number 0 or 1; any other number is no boolean. */
  private boolean truth(String name, JsonNode flag) throws RejectedLine {
    if (flag.isBoolean()) {
      return flag.booleanValue();
    }
    String text = flag.asText().toLowerCase(Locale.ROOT);
    if (flag.isIntegralNumber() ? text.equals("1") : text.equals("true")) {
      return true;
    }
    if (flag.isIntegralNumber() ? text.equals("0") : text.equals("false")) {
      return false;
    }
    if (column != null && flag.isTextual()) {
      return false; // An operation that is not a delete, such as "u".
    }
    throw new RejectedLine(
        "Cannot accept the event: column '"
            + name
            + "' is neither true nor false. Send a boolean, or, if the column does not mark deletes,"
            + " name the one that does in record.deleted (none if there is none).");
  }
}
