package dev.freshet.testkit.vector;

import dev.freshet.core.vector.VectorRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Random upserts and deletes over a few keys, and what a table holds after them. */
final class RandomBatches {

  private static final int KEYS = 12;
  private static final int CHUNKS_MAX = 3;

  /** One batch of this many deletes all keys. */
  private static final int EMPTYING_PERIOD = 13;

  private final Random random;
  private final Map<String, Integer> chunksByKey = new TreeMap<>();
  private Map<String, Integer> changes = Map.of();

  RandomBatches(Random random) {
    this.random = random;
  }

  /** The rows of the next batch; keys that change without rows are deleted. */
  List<VectorRow> next(int sequence) {
    changes = sequence % EMPTYING_PERIOD == 0 ? everythingDeleted() : someChanges();
    List<VectorRow> rows = new ArrayList<>();
    changes.forEach(
        (key, chunks) -> {
          List<String> texts = new ArrayList<>();
          for (int i = 0; i < chunks; i++) {
            texts.add("text " + i);
          }
          rows.addAll(SampleRows.record(key, sequence, "a", texts));
        });
    chunksByKey.putAll(changes);
    return rows;
  }

  private Map<String, Integer> everythingDeleted() {
    Map<String, Integer> deleted = new TreeMap<>();
    for (int i = 0; i < KEYS; i++) {
      deleted.put("k" + i, 0);
    }
    return deleted;
  }

  private Map<String, Integer> someChanges() {
    Map<String, Integer> some = new TreeMap<>();
    for (int i = random.nextInt(KEYS / 2); i > 0; i--) {
      some.put("k" + random.nextInt(KEYS), random.nextInt(CHUNKS_MAX + 1));
    }
    return some;
  }

  /** The keys of the batch that {@link #next} made last. */
  Set<String> changedKeys() {
    return changes.keySet();
  }

  /** The chunk ids a table holds after all batches so far. */
  Set<String> liveIds() {
    Set<String> ids = new TreeSet<>();
    chunksByKey.forEach(
        (key, chunks) -> {
          for (int i = 0; i < chunks; i++) {
            ids.add(key + "#" + i);
          }
        });
    return ids;
  }
}
