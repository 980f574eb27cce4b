package dev.freshet.pipeline;

import dev.freshet.core.BatchIdentity;
import dev.freshet.core.Chunk;
import dev.freshet.core.config.FreshetConfig;
import dev.freshet.core.embed.Chunker;
import dev.freshet.core.vector.StoredChunk;
import dev.freshet.core.vector.TableState;
import dev.freshet.core.vector.VectorTableReader;
import dev.freshet.pipeline.delta.DeltaTable;
import dev.freshet.pipeline.delta.DeltaTables;
import dev.freshet.pipeline.key.KeyState;
import dev.freshet.pipeline.layer.LayerTables;
import dev.freshet.pipeline.layer.Quarantine;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Proves that the vector table holds, for each key of Gold, the chunks of its newest version that
 * is not deleted: no more, no fewer. Cuts the documents again and compares ids, versions, hashes of
 * the text and embedding fingerprints.
 *
 * <p>Works beside a running pipeline: the vector table is read at one version, and Gold without the
 * batches that version does not hold. Needs some 200 bytes of heap per chunk. Changes nothing.
 */
public final class Verifier {

  private static final int MAX_SAMPLES = 20;

  private final FreshetConfig config;
  private final Chunker chunker;
  private final VectorTableReader vectors;

  public Verifier(FreshetConfig config, Chunker chunker, VectorTableReader vectors) {
    this.config = config;
    this.chunker = chunker;
    this.vectors = vectors;
  }

  /** One comparison; two passes over Gold and one over the vector table. */
  public VerifyReport verify() {
    try (DeltaTables tables = DeltaTables.local(SparkSessions.hadoop())) {
      LayerTables layers = LayerTables.of(tables, config.layout());
      Stored stored = new Stored();
      TableState state = vectors.scan(stored::add);
      Committed committed = Committed.of(state.lastBatches());
      Map<String, Newest> newest = newest(layers.gold(), committed);
      Set<String> refused = refused(layers.quarantine());
      Comparison comparison = new Comparison(stored.chunks, vectors.spec().fingerprint());
      expected(layers.gold(), committed, newest, refused, comparison);
      comparison.rest();
      long records = newest.values().stream().filter(each -> !each.state.deleted()).count();
      return new VerifyReport(
          records,
          comparison.expected,
          comparison.missing,
          comparison.extra,
          comparison.stale,
          stored.duplicates,
          layers.bronze().rowCount().orElse(0),
          layers.silver().rowCount().orElse(0),
          unreadable(layers.quarantine()),
          comparison.samples);
    }
  }

  private static Map<String, Newest> newest(DeltaTable gold, Committed committed) {
    Map<String, Newest> newest = new HashMap<>();
    gold.scan(
        List.of(
            "batch_id",
            "sequence",
            "line",
            "record_key",
            "record_version",
            "source_position",
            "is_deleted"),
        OptionalLong.empty(),
        row -> {
          if (committed.holds((String) Objects.requireNonNull(row[0]))) {
            Newest own =
                new Newest(
                    (Long) Objects.requireNonNull(row[1]),
                    (Long) Objects.requireNonNull(row[2]),
                    new KeyState(
                        (Long) Objects.requireNonNull(row[4]),
                        (Long) Objects.requireNonNull(row[5]),
                        (Boolean) Objects.requireNonNull(row[6])));
            newest.merge(
                (String) Objects.requireNonNull(row[3]),
                own,
                (a, b) -> b.state.isNewerThan(a.state) ? b : a);
          }
        });
    return newest;
  }

  private void expected(
      DeltaTable gold,
      Committed committed,
      Map<String, Newest> newest,
      Set<String> refused,
      Comparison comparison) {
    gold.scan(
        List.of("batch_id", "sequence", "line", "record_key", "text"),
        OptionalLong.empty(),
        row -> {
          String key = (String) Objects.requireNonNull(row[3]);
          Newest wanted = newest.get(key);
          boolean decides =
              wanted != null
                  && !wanted.state.deleted()
                  && wanted.sequence == (Long) Objects.requireNonNull(row[1])
                  && wanted.line == (Long) Objects.requireNonNull(row[2])
                  && committed.holds((String) Objects.requireNonNull(row[0]));
          if (decides && !refused.contains(refusal(key, wanted.state.version()))) {
            String text = (String) Objects.requireNonNull(row[4]);
            Chunk.of(key, wanted.state.version(), chunker.split(text)).forEach(comparison::expect);
          }
        });
  }

  /** Versions whose text the model refuses: they must not be in the table. */
  private static Set<String> refused(DeltaTable quarantine) {
    Set<String> refused = new HashSet<>();
    quarantine.scan(
        List.of("stage", "record_key", "record_version"),
        OptionalLong.empty(),
        row -> {
          if (Quarantine.stage(Quarantine.Stage.EMBED).equals(row[0])) {
            refused.add(
                refusal(
                    (String) Objects.requireNonNull(row[1]),
                    (Long) Objects.requireNonNull(row[2])));
          }
        });
    return refused;
  }

  private static String refusal(String key, long version) {
    return version + "@" + key;
  }

  private static long unreadable(DeltaTable quarantine) {
    long[] rows = new long[1];
    quarantine.scan(
        List.of("stage"),
        OptionalLong.empty(),
        row -> rows[0] += Quarantine.stage(Quarantine.Stage.READ).equals(row[0]) ? 1 : 0);
    return rows[0];
  }

  /** The row of Gold that decides what a record is. */
  private record Newest(long sequence, long line, KeyState state) {}

  /** Which batches the vector table holds at the version that was read. */
  private record Committed(Map<String, Long> ends) {

    static Committed of(List<BatchIdentity> last) {
      Map<String, Long> ends = new HashMap<>();
      last.forEach(batch -> ends.put(batch.streamId(), batch.endSequence()));
      return new Committed(ends);
    }

    boolean holds(String batchId) {
      int colon = batchId.lastIndexOf(':');
      long end = ends.getOrDefault(batchId.substring(0, colon), 0L);
      return Long.parseLong(batchId.substring(colon + 1)) <= end;
    }
  }

  /** The rows of the vector table by chunk id. */
  private static final class Stored {

    private final Map<String, StoredChunk> chunks = new HashMap<>();
    private long duplicates;

    void add(StoredChunk chunk) {
      if (chunks.put(chunk.id(), chunk) != null) {
        duplicates++;
      }
    }
  }

  /** Ticks off expected chunks against stored ones. */
  private static final class Comparison {

    private final Map<String, StoredChunk> left;
    private final String fingerprint;
    private final List<String> samples = new ArrayList<>();
    private long expected;
    private long missing;
    private long extra;
    private long stale;

    Comparison(Map<String, StoredChunk> stored, String fingerprint) {
      this.left = stored;
      this.fingerprint = fingerprint;
    }

    void expect(Chunk chunk) {
      expected++;
      @Nullable StoredChunk stored = left.remove(chunk.id());
      if (stored == null) {
        missing++;
        sample("missing: chunk " + chunk.id() + " of version " + chunk.recordVersion());
      } else if (stored.recordVersion() != chunk.recordVersion()
          || !stored.contentHash().equals(chunk.contentHash())
          || !stored.fingerprint().equals(fingerprint)
          || !stored.hasVector()) {
        stale++;
        sample(
            "stale: chunk "
                + chunk.id()
                + " has version "
                + stored.recordVersion()
                + ", must have "
                + chunk.recordVersion());
      }
    }

    void rest() {
      extra = left.size();
      left.values().stream()
          .limit(MAX_SAMPLES)
          .forEach(chunk -> sample("extra: chunk " + chunk.id()));
    }

    private void sample(String difference) {
      if (samples.size() < MAX_SAMPLES) {
        samples.add(difference);
      }
    }
  }
}
