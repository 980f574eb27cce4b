package dev.freshet.lance.write;

import static dev.freshet.testkit.vector.SampleRows.record;
import static dev.freshet.testkit.vector.SampleRows.spec;

import dev.freshet.core.BatchIdentity;
import dev.freshet.core.vector.VectorRow;
import dev.freshet.core.vector.VectorTableWriter;
import dev.freshet.lance.LanceVectorTable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A process that writes deterministic batches until it is killed. Started again, it repeats the
 * last two batches, like a stream whose checkpoint is behind, and continues.
 */
final class KilledWriter {

  private static final int KEYS = 60;

  private KilledWriter() {}

  public static void main(String[] arguments) {
    Path table = Path.of(arguments[0]);
    try (VectorTableWriter writer = LanceVectorTable.openWriter(table, spec())) {
      long last = writer.lastCommitted("s").map(BatchIdentity::endSequence).orElse(0L);
      for (long sequence = Math.max(1, last - 1); ; sequence++) {
        TestBatches.commit(writer, sequence, rows(sequence), deleted(sequence));
        System.out.println(sequence);
      }
    }
  }

  /** The contents of the table after the batches 1 to {@code last}. */
  static Map<String, Long> model(long last) {
    TreeMap<String, Long> model = new TreeMap<>();
    for (long sequence = 1; sequence <= last; sequence++) {
      List<VectorRow> rows = rows(sequence);
      Set<String> replaced = new TreeSet<>(deleted(sequence));
      rows.forEach(row -> replaced.add(row.chunk().recordKey()));
      model.keySet().removeIf(id -> replaced.contains(id.substring(0, id.indexOf('#'))));
      for (VectorRow row : rows) {
        model.put(row.chunk().id(), sequence);
      }
    }
    return model;
  }

  private static List<VectorRow> rows(long sequence) {
    Random random = new Random(sequence);
    Set<String> keys = new TreeSet<>();
    while (keys.size() < 8) {
      keys.add("k" + random.nextInt(KEYS));
    }
    keys.removeAll(deleted(sequence));
    List<VectorRow> rows = new ArrayList<>();
    for (String key : keys) {
      String[] texts = new String[1 + random.nextInt(3)];
      for (int i = 0; i < texts.length; i++) {
        texts[i] = key + " part " + i + " of " + sequence;
      }
      rows.addAll(record(key, sequence, texts));
    }
    return rows;
  }

  /** Every 17th batch deletes every key, so that the table becomes empty. */
  private static Set<String> deleted(long sequence) {
    Random random = new Random(-sequence);
    Set<String> keys = new TreeSet<>();
    if (sequence % 17 == 0) {
      for (int i = 0; i < KEYS; i++) {
        keys.add("k" + i);
      }
    } else {
      keys.add("k" + random.nextInt(KEYS));
      keys.add("k" + random.nextInt(KEYS));
    }
    return keys;
  }
}
