package dev.freshet.pipeline.verify.deep;

import dev.freshet.home.layer.Bronze.LandedPayload;
import java.util.HashMap;
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

  private final Map<String, Version> newest = new HashMap<>();

  /** How many lines at the begin of the file landed before at the same path. */
  int of(List<LandedPayload> file) {
    Version before = newest.getOrDefault(file.get(0).file(), new Version(0, 0));
    int repeated = 0;
    long hash = 0;
    for (int i = 0; i < file.size(); i++) {
      hash = hash * 0x9E3779B97F4A7C15L + hash(file.get(i).payload());
      if (i + 1 == before.lines() && hash == before.hash()) {
        repeated = before.lines();
      }
    }
    newest.put(file.get(0).file(), new Version(file.size(), hash));
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
