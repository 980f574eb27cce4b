package dev.freshet.pipeline.verify.deep;

import dev.freshet.home.layer.Bronze.LandedPayload;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Knows which lines of a file landed before: a file that begins with all the lines of its previous
 * version was appended to, and those lines say nothing new. Not thread-safe.
 */
final class GrownFiles {

  /** How many lines the newest version of a path has, and a hash over them. */
  private record Version(int lines, long hash) {}

  private static final Version NONE = new Version(0, 0);

  private final Map<String, Version> newest = new HashMap<>();

  /**
   * How many rows at the begin of a file landed before at the same path. The row that stands for
   * the file itself counts, and says nothing.
   *
   * @param parts the rows of the file in order; one part unless it was read in several
   */
  long of(Iterator<List<LandedPayload>> parts) {
    String path = null;
    Version before = NONE;
    int repeated = 0;
    int lines = 0;
    int rows = 0;
    long hash = 0;
    while (parts.hasNext()) {
      for (LandedPayload row : parts.next()) {
        if (path == null) {
          path = row.file();
          before = newest.getOrDefault(path, NONE);
        }
        rows++;
        if (row.line().line() > 0) {
          hash = hash * 0x9E3779B97F4A7C15L + hash(row.payload());
          lines++;
          if (lines == before.lines() && hash == before.hash()) {
            repeated = rows;
          }
        }
      }
    }
    if (path != null) {
      newest.put(path, new Version(lines, hash));
    }
    return repeated;
  }

  private static long hash(String payload) {
    long hash = 1;
    String text = Objects.requireNonNullElse(payload, "");
    for (int i = 0; i < text.length(); i++) {
      hash = hash * 1_000_003 + text.charAt(i);
    }
    return hash;
  }
}
