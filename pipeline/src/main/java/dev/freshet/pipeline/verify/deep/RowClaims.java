package dev.freshet.pipeline.verify.deep;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freshet.core.config.RecordConfig;
import dev.freshet.home.layer.Bronze.LandedPayload;
import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Lines of which each is a whole row, with a mark if the row is gone.
 *
 * @param deleted the column with the mark, or that there is none; empty for the marks of tools
 */
record RowClaims(Columns columns, Optional<String> deleted) implements Claims {

  private static final List<String> MARKS = List.of("__deleted", "is_deleted", "_deleted");
  private static final List<String> OPERATIONS = List.of("__op", "op", "_op");
  private static final Map<String, Boolean> TRUTHS =
      Map.of("true", true, "1", true, "false", false, "0", false);
  private static final Set<String> GONE = Set.of("d", "delete", "deleted");

  @Override
  public List<Claim> of(LandedPayload line) throws NotAClaim {
    JsonNode value = Claims.json(line.payload());
    boolean keyed = value.size() == 2 && value.hasNonNull("key") && value.has("value");
    if (keyed && value.get("value").isNull()) {
      JsonNode key = value.get("key");
      return List.of(
          new Claim.Removed(
              columns.key(name -> key.isObject() ? Columns.at(key, name) : key),
              new SourcePlace.Unknown(),
              null));
    }
    JsonNode wrapped = keyed ? value.get("value") : value;
    boolean typed =
        wrapped.size() == 2 && wrapped.path("schema").isObject() && wrapped.has("payload");
    JsonNode whole = typed ? wrapped.get("payload") : wrapped;
    if (whole.isNull() || (whole.isObject() && Claims.isAboutTheFeed(whole))) {
      return List.of();
    }
    if (!(whole instanceof ObjectNode row)) {
      throw new NotAClaim("not an object");
    }
    String key = columns.key(name -> Columns.at(row, name));
    BigInteger version = columns.version(name -> Columns.at(row, name));
    if (isGone(row)) {
      return List.of(new Claim.Removed(key, new SourcePlace.Unknown(), version));
    }
    if (version == null && columns.hasVersion()) {
      throw new NotAClaim("no version");
    }
    return List.of(
        new Claim.Written(key, new SourcePlace.Unknown(), version, row, isEncoded(wrapped)));
  }

  /** Whether a schema beside the row says that a column of the document is encoded. */
  private boolean isEncoded(JsonNode wrapped) {
    for (JsonNode column : wrapped.path("schema").path("fields")) {
      if (column.hasNonNull("name")
          && columns.documentColumns().contains(column.path("field").asText())) {
        return true;
      }
    }
    return false;
  }

  private boolean isGone(ObjectNode row) throws NotAClaim {
    if (deleted.isPresent()) {
      JsonNode value = Columns.at(row, deleted.get());
      String text = value == null ? "" : value.asText().toLowerCase(Locale.ROOT);
      return !deleted.get().equals(RecordConfig.NO_DELETES)
          && (GONE.contains(text) || text.equals("true") || text.equals("1"));
    }
    return isMarkedByATool(row);
  }

  private static boolean isMarkedByATool(ObjectNode row) throws NotAClaim {
    for (String mark : MARKS) {
      if (row.hasNonNull(mark)) {
        String value = row.get(mark).asText().toLowerCase(Locale.ROOT);
        if (!TRUTHS.containsKey(value)) {
          throw new NotAClaim("'" + mark + "' is neither true nor false");
        }
        return TRUTHS.get(value);
      }
    }
    for (String operation : OPERATIONS) {
      if (row.hasNonNull(operation)) {
        return row.get(operation).isTextual()
            && GONE.contains(row.get(operation).asText().toLowerCase(Locale.ROOT));
      }
    }
    return false;
  }
}
