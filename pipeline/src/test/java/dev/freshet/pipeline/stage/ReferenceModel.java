package dev.freshet.pipeline.stage;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the vector table must hold after changes in their order of arrival: a plain map that knows
 * nothing of batches, crashes or positions.
 */
final class ReferenceModel {

  private final Map<String, Record> records = new HashMap<>();

  /**
   * A record.
   *
   * @param rev null for one that was deleted before it was seen
   * @param body null if it is deleted
   * @param last the last body it had
   */
  private record Record(@Nullable Long rev, @Nullable String body, @Nullable String last) {}

  void apply(List<Change> changes) {
    changes.forEach(this::apply);
  }

  private void apply(Change change) {
    Record known = records.get(change.key());
    if (known == null) {
      records.put(change.key(), new Record(change.rev(), change.body(), change.body()));
    } else if (change.body() == null) {
      if (change.rev() == null || known.rev() == null || change.rev() >= known.rev()) {
        Long rev = change.rev() == null ? known.rev() : change.rev();
        records.put(change.key(), new Record(rev, null, known.last()));
      }
    } else if (known.rev() == null || change.rev() > known.rev()) {
      records.put(change.key(), new Record(change.rev(), change.body(), change.body()));
    } else if (change.rev().equals(known.rev()) && !change.body().equals(known.last())) {
      // The same tick: what arrives later counts, and a line that lands again does not.
      records.put(change.key(), new Record(change.rev(), change.body(), change.body()));
    }
  }

  /** Version and text per chunk id. */
  Map<String, String> chunks() {
    Map<String, String> chunks = new TreeMap<>();
    records.forEach(
        (key, record) -> {
          String body = record.body();
          if (body == null || body.contains(StageHome.REFUSED)) {
            return;
          }
          List<String> texts = StageHome.split(body);
          for (int i = 0; i < texts.size(); i++) {
            chunks.put(key + "#" + i, record.rev() + " " + texts.get(i));
          }
        });
    return chunks;
  }

  /** Records that are not deleted. */
  long live() {
    return records.values().stream().filter(record -> record.body() != null).count();
  }
}
