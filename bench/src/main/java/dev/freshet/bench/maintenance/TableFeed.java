package dev.freshet.bench.maintenance;

import dev.freshet.bench.rig.Notes;
import dev.freshet.core.BatchIdentity;
import dev.freshet.core.Chunk;
import dev.freshet.core.config.FreshetConfig;
import dev.freshet.core.embed.EmbedderSpec;
import dev.freshet.core.vector.Distance;
import dev.freshet.core.vector.VectorCommit;
import dev.freshet.core.vector.VectorRow;
import dev.freshet.core.vector.VectorTableSpec;
import dev.freshet.core.vector.VectorTableWriter;
import dev.freshet.core.vector.WriteOutcome;
import dev.freshet.lance.LanceVectorTable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Writes batches of records into a vector table, as a pipeline does: all rows of a batch in one
 * atomic commit. A record has a number, which is its key, and one chunk. Not thread-safe.
 */
final class TableFeed implements AutoCloseable {

  private static final int LOAD_ROWS = 10_000;

  private final Notes notes;
  private final VectorTableWriter writer;
  private long sequence;

  TableFeed(FreshetConfig config, Notes notes) {
    this.notes = notes;
    EmbedderSpec model = notes.embedder().spec();
    this.writer =
        LanceVectorTable.openWriter(
            config.layout().vectorTable(),
            VectorTableSpec.of(model.dimension(), Distance.COSINE, model.fingerprint(), List.of()));
  }

  /**
   * What a batch wrote.
   *
   * @param sequence number of the batch, which is the version of its records
   * @param rows in the order of the keys
   */
  record Written(long sequence, List<VectorRow> rows, WriteOutcome.Committed outcome) {}

  /** Replaces or inserts the records of {@code keys} with new texts, and deletes others. */
  Written write(List<Integer> keys, Collection<Integer> deleted) {
    sequence++;
    List<String> texts = notes.next(keys.size());
    List<float[]> vectors = notes.vectors(texts);
    Instant now = Instant.now();
    List<VectorRow> rows = new ArrayList<>(keys.size());
    Set<String> replaced = new HashSet<>();
    for (int i = 0; i < keys.size(); i++) {
      String key = key(keys.get(i));
      Chunk chunk = Chunk.of(key, sequence, List.of(texts.get(i))).get(0);
      rows.add(new VectorRow(chunk, vectors.get(i), Map.of(), now));
      replaced.add(key);
    }
    deleted.forEach(number -> replaced.add(key(number)));
    WriteOutcome outcome =
        writer.commit(
            new VectorCommit(
                new BatchIdentity("bench", sequence), replaced, writer.stage(rows), now));
    return new Written(sequence, rows, (WriteOutcome.Committed) outcome);
  }

  /**
   * Inserts records in large batches.
   *
   * @return the batches, in the order of the keys
   */
  void load(int from, int count, LoadedBatch each) {
    for (int start = from; start < from + count; start += LOAD_ROWS) {
      List<Integer> keys = new ArrayList<>();
      for (int key = start; key < Math.min(start + LOAD_ROWS, from + count); key++) {
        keys.add(key);
      }
      each.loaded(keys, write(keys, List.of()));
    }
  }

  /** Is called with each batch of a load. */
  interface LoadedBatch {
    void loaded(List<Integer> keys, Written written);
  }

  static String key(int number) {
    return Integer.toString(number);
  }

  @Override
  public void close() {
    writer.close();
  }
}
