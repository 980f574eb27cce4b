package dev.freshet.cli.e2e;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * Random changes of some hundred records, and the records the index must hold after them: inserts,
 * updates, deletes, late older versions, repeated changes and unreadable lines.
 */
final class ChangeModel {

  private static final int KEYS = 150;
  private static final List<String> WORDS =
      List.of(
          "river", "dam", "flood", "spring", "delta", "lake", "stream", "rain", "snow", "glacier",
          "reed", "otter", "bridge", "ferry", "sluice", "mill");

  private final Random random;
  private final Map<String, Change> newest = new TreeMap<>();
  private final List<Change> history = new ArrayList<>();
  private long version;
  private long rows;
  private long unreadable;

  ChangeModel(long seed) {
    this.random = new Random(seed);
  }

  /** One change; the body is empty for a deletion. */
  record Change(String key, long version, String body) {

    boolean deletes() {
      return body.isEmpty();
    }

    String json() {
      return deletes()
          ? "{\"id\":\"%s\",\"updated_at\":%d,\"is_deleted\":true}".formatted(key, version)
          : "{\"id\":\"%s\",\"updated_at\":%d,\"body\":\"%s\"}".formatted(key, version, body);
    }
  }

  /** The next lines to land. */
  String lines(int count) {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < count; i++) {
      lines.append(line()).append('\n');
    }
    return lines.toString();
  }

  private String line() {
    rows++;
    int dice = random.nextInt(100);
    if (dice < 3) {
      unreadable++;
      return "{\"id\":\"broken\", \"body\": ";
    }
    if (dice < 15 && !history.isEmpty()) {
      return history.get(random.nextInt(history.size())).json();
    }
    Change change =
        new Change(
            "k" + random.nextInt(KEYS), ++version, dice < 30 ? "" : body(3 + random.nextInt(12)));
    history.add(change);
    newest.put(change.key(), change);
    return change.json();
  }

  private String body(int words) {
    StringBuilder body = new StringBuilder("version " + version);
    for (int i = 0; i < words; i++) {
      body.append(' ').append(WORDS.get(random.nextInt(WORDS.size())));
    }
    return body.toString();
  }

  /** The live records. */
  Map<String, Change> live() {
    Map<String, Change> live = new TreeMap<>(newest);
    live.values().removeIf(Change::deletes);
    return live;
  }

  long rows() {
    return rows;
  }

  long unreadable() {
    return unreadable;
  }
}
