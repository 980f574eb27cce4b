package dev.freshet.pipeline.stage;

import dev.freshet.pipeline.change.LandedRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A change that a test lands as a line of format {@code plain}.
 *
 * @param body the new text, whose chunks are separated by {@code |}; null for a delete
 * @param rev the version; null for a delete that carries none
 */
public record Change(String key, @Nullable Long rev, @Nullable String body) {

  private static final Instant LANDED = Instant.parse("2026-05-04T12:00:00.000001Z");

  public static Change upsert(String key, long rev, String body) {
    return new Change(key, rev, body);
  }

  public static Change delete(String key, long rev) {
    return new Change(key, rev, null);
  }

  public static Change deleteWithoutVersion(String key) {
    return new Change(key, null, null);
  }

  /** A file of these changes, one per line. */
  public static List<LandedRow> file(long sequence, Change... changes) {
    return file(sequence, List.of(changes));
  }

  public static List<LandedRow> file(long sequence, List<Change> changes) {
    return lines(sequence, changes.stream().map(Change::json).toList());
  }

  /** A file of any lines. */
  public static List<LandedRow> lines(long sequence, List<String> lines) {
    List<LandedRow> rows = new ArrayList<>();
    for (String line : lines) {
      rows.add(
          new LandedRow(
              line,
              rows.size() + 1L,
              "/landing/" + sequence + ".json",
              sequence,
              100,
              LANDED.plusSeconds(sequence),
              null));
    }
    return rows;
  }

  private String json() {
    StringBuilder json = new StringBuilder("{\"id\":\"").append(key).append('"');
    if (rev != null) {
      json.append(",\"rev\":").append(rev);
    }
    json.append(body == null ? ",\"op\":\"d\"" : ",\"tenant\":\"t\",\"body\":\"" + body + '"');
    return json.append('}').toString();
  }
}
