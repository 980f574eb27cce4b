package dev.freshet.pipeline.change;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freshet.pipeline.document.FieldPath;
import dev.freshet.pipeline.document.RejectedLine;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Change format {@code plain}: every line is a whole record. A line is a delete if {@code
 * is_deleted} (or {@code _deleted}) is true or {@code op} (or {@code _op}) says so; any other
 * {@code op} value is an ordinary column. Without a version column the order of arrival is the
 * version.
 */
final class PlainParser implements ChangeParser {

  private static final Set<String> DELETE_OPS = Set.of("d", "delete", "deleted");

  private final RecordIdentity identity;

  PlainParser(RecordIdentity identity) {
    this.identity = identity;
  }

  @Override
  public Parsed parse(LandedRow row) {
    try {
      ObjectNode fields = JsonLines.object(row);
      String key = identity.key(name -> FieldPath.at(fields, name));
      Long version =
          identity.hasVersionColumn()
              ? identity.version(name -> FieldPath.at(fields, name))
              : Long.valueOf(row.arrival());
      if (deleted(fields)) {
        return accepted(ChangeEvent.Op.DELETE, key, version, row, null);
      }
      if (version == null) {
        throw identity.missingVersion();
      }
      return accepted(ChangeEvent.Op.UPSERT, key, version, row, fields);
    } catch (RejectedLine e) {
      return new Parsed.Rejected(e.getMessage());
    }
  }

  private static Parsed accepted(
      ChangeEvent.Op op,
      String key,
      @Nullable Long version,
      LandedRow row,
      @Nullable ObjectNode fields) {
    return new Parsed.Accepted(new ChangeEvent(op, key, version, row.arrival(), fields, null));
  }

  private static boolean deleted(ObjectNode fields) throws RejectedLine {
    for (String name : new String[] {"is_deleted", "_deleted"}) {
      JsonNode flag = fields.get(name);
      if (flag != null && !flag.isNull()) {
        return truth(name, flag);
      }
    }
    JsonNode op = fields.hasNonNull("op") ? fields.get("op") : fields.get("_op");
    return op != null
        && op.isTextual()
        && DELETE_OPS.contains(op.asText().toLowerCase(Locale.ROOT));
  }

  /** A boolean, as such or as text, or the number 0 or 1; any other number is no boolean. */
  private static boolean truth(String name, JsonNode flag) throws RejectedLine {
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
    throw new RejectedLine(
        "Cannot accept the event: column '"
            + name
            + "' is neither true nor false. Send a boolean.");
  }
}
