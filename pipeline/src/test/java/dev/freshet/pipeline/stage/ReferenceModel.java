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

  private record Record(@Nullable Long rev, @Nullable String body) {}

  void apply(List<Change> changes) {
    changes.forEach(this::apply);
  }

  private void apply(Change change) {
    Record known = records.get(change.key());
    if (known == null || known.rev() == null) {
      records.put(change.key(), new Record(change.rev(), change.body()));
    } else if (change.rev() == null) {
      records.put(change.key(), new Record(known.rev(), null));
    } else if (change.rev() > known.rev()
        || (change.rev().equals(known.rev()) && (change.body() == null || known.body() != null))) {
      records.put(change.key(), new Record(change.rev(), change.body()));
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
