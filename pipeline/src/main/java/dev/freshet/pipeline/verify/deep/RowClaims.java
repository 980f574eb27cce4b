package dev.freshet.pipeline.verify.deep;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freshet.home.layer.Bronze.LandedPayload;
import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Lines of which each is a whole row, with a mark if the row is gone. */
record RowClaims(Columns columns) implements Claims {

  private static final List<String> MARKS = List.of("__deleted", "is_deleted", "_deleted");
  private static final List<String> OPERATIONS = List.of("__op", "op", "_op");
  private static final Set<String> GONE = Set.of("d", "delete", "deleted");

  @Override
  public List<Claim> of(LandedPayload line) throws NotAClaim {
    JsonNode value = Claims.json(line.payload());
    if (value.isNull() || value.isObject() && Claims.isAboutTheFeed(value)) {
      return List.of();
    }
    if (!(value instanceof ObjectNode row)) {
      throw new NotAClaim("not an object");
    }
    String key = columns.key(name -> Columns.at(row, name));
    BigInteger version = columns.version(name -> Columns.at(row, name));
    if (isGone(row)) {
      return List.of(new Claim.Removed(key, SourcePlace.UNKNOWN, version));
    }
    if (version == null && columns.hasVersion()) {
      throw new NotAClaim("no version");
    }
    return List.of(new Claim.Written(key, SourcePlace.UNKNOWN, version, row, false));
  }

  private static boolean isGone(ObjectNode row) throws NotAClaim {
    for (String mark : MARKS) {
      if (row.hasNonNull(mark)) {
        switch (row.get(mark).asText().toLowerCase(Locale.ROOT)) {
          case "true", "1":
            return true;
          case "false", "0":
            return false;
          default:
            throw new NotAClaim("'" + mark + "' is neither true nor false");
        }
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
