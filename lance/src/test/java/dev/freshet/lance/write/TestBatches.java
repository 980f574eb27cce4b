package dev.freshet.lance.write;

import dev.freshet.core.BatchIdentity;
import dev.freshet.core.vector.VectorCommit;
import dev.freshet.core.vector.VectorRow;
import dev.freshet.core.vector.VectorTableReader;
import dev.freshet.core.vector.VectorTableWriter;
import dev.freshet.core.vector.WriteOutcome;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Commits batches of the stream {@code s}, and reads the contents of a table. */
public final class TestBatches {

  public static final Instant AS_OF = Instant.parse("2026-01-02T04:00:00Z");

  private TestBatches() {}

  /** Replaces the records of {@code rows}. */
  public static WriteOutcome commit(VectorTableWriter writer, long sequence, List<VectorRow> rows) {
    return commit(writer, sequence, rows, Set.of());
  }

  public static WriteOutcome commit(
      VectorTableWriter writer, long sequence, List<VectorRow> rows, Set<String> deleted) {
    return writer.commit(batch(writer, sequence, rows, deleted));
  }

  static VectorCommit batch(
      VectorTableWriter writer, long sequence, List<VectorRow> rows, Set<String> deleted) {
    Set<String> keys = new HashSet<>(deleted);
    rows.forEach(row -> keys.add(row.chunk().recordKey()));
    return new VectorCommit(new BatchIdentity("s", sequence), keys, writer.stage(rows), AS_OF);
  }

  /** Record version per chunk id; fails if an id exists twice. */
  public static SortedMap<String, Long> contents(VectorTableReader reader) {
    SortedMap<String, Long> versions = new TreeMap<>();
    reader.scan(
        stored -> {
          if (versions.put(stored.id(), stored.recordVersion()) != null) {
            throw new AssertionError("Duplicate row " + stored.id());
          }
        });
    return versions;
  }
}
