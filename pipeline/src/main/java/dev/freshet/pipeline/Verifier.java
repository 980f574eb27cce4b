package dev.freshet.pipeline;

import dev.freshet.core.Chunk;
import dev.freshet.core.config.FreshetConfig;
import dev.freshet.core.embed.Chunker;
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
 * the text and embedding fingerprints. Counts as well whether every landed line is accounted for.
 *
 * <p>Works beside a running pipeline: the vector table is read at one version and compared with
 * what Gold holds of the batches in that version; lines are counted of batches in the ledger. Only
 * while a pipeline repeats, cut differently, a batch that had crashed between its layers and its
 * commit, a record that changed twice in that batch may be reported until the repetition is done.
 *
 * <p>Changes nothing and needs no Spark; rows are streamed. Heap: some 300 bytes per chunk, 200 per
 * record key and 100 per landed file, whatever the size of the texts; a million chunks of 300 000
 * records fit into 512 MB.
 */
public final class Verifier {

  private static final int MAX_SAMPLES = 20;

  private final FreshetConfig config;
  private final Chunker chunker;
  private final VectorTableReader vectors;

  /**
   * @param chunker the one the pipeline cuts with
   * @param vectors stays the caller's to close
   */
  public Verifier(FreshetConfig config, Chunker chunker, VectorTableReader vectors) {
    this.config = config;
    this.chunker = chunker;
    this.vectors = vectors;
  }

  /**
   * One comparison: a pass over the vector table, one over each layer and a second one over Gold.
   *
   * @throws dev.freshet.core.error.FreshetException if a store does not answer; call again
   */
  public VerifyReport verify() {
    try (DeltaTables tables = DeltaTables.local(SparkSessions.hadoop())) {
      LayerTables layers = LayerTables.of(tables, config.layout());
      LineAccounts lines = LineAccounts.of(layers);
      ChunkComparison chunks = new ChunkComparison(vectors.spec().fingerprint(), MAX_SAMPLES);
      TableState state = vectors.scan(chunks::stored);
      StreamEnds committed = StreamEnds.of(state.lastBatches());
      Map<String, Newest> newest = newest(layers.gold(), committed);
      Set<LandedLine> refused = refused(layers.quarantine());
      expect(layers.gold(), newest, refused, chunks);
      chunks.finish();
      long records = newest.values().stream().filter(each -> !each.state.deleted()).count();
      return report(records, chunks, lines);
    }
  }

  private static VerifyReport report(long records, ChunkComparison chunks, LineAccounts lines) {
    List<String> samples = new ArrayList<>(chunks.samples());
    samples.addAll(lines.samples(MAX_SAMPLES));
    return new VerifyReport(
        records,
        chunks.expected(),
        chunks.missing(),
        chunks.extra(),
        chunks.stale(),
        chunks.duplicate(),
        lines.bronze(),
        lines.silver(),
        lines.unreadable(),
        lines.unaccounted(),
        samples);
  }

  private static Map<String, Newest> newest(DeltaTable gold, StreamEnds committed) {
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
          LandedLine line = LandedLine.of(row);
          if (committed.hold((String) Objects.requireNonNull(row[0]), line.sequence)) {
            KeyState state =
                new KeyState(
                    (Long) Objects.requireNonNull(row[4]),
                    (Long) Objects.requireNonNull(row[5]),
                    (Boolean) Objects.requireNonNull(row[6]));
            newest.merge(
                (String) Objects.requireNonNull(row[3]), new Newest(line, state), Newest::latest);
          }
        });
    return newest;
  }

  private void expect(
      DeltaTable gold,
      Map<String, Newest> newest,
      Set<LandedLine> refused,
      ChunkComparison comparison) {
    gold.scan(
        List.of("batch_id", "sequence", "line", "record_key", "text"),
        OptionalLong.empty(),
        row -> {
          String key = (String) Objects.requireNonNull(row[3]);
          Newest wanted = newest.get(key);
          LandedLine line = LandedLine.of(row);
          if (wanted != null
              && wanted.line.equals(line)
              && !wanted.state.deleted()
              && !refused.contains(line)) {
            String text = (String) Objects.requireNonNull(row[4]);
            Chunk.of(key, wanted.state.version(), chunker.split(text)).forEach(comparison::expect);
          }
        });
  }

  /** Lines whose text the model refuses: their records must not be in the table. */
  private static Set<LandedLine> refused(DeltaTable quarantine) {
    Set<LandedLine> refused = new HashSet<>();
    String embed = Quarantine.stage(Quarantine.Stage.EMBED);
    quarantine.scan(
        List.of("batch_id", "sequence", "line", "stage"),
        OptionalLong.empty(),
        row -> {
          if (embed.equals(row[3])) {
            refused.add(LandedLine.of(row));
          }
        });
    return refused;
  }

  /** Which landed line a row comes from: the same in every layer. */
  private record LandedLine(String stream, long sequence, long line) {

    /**
     * @param row starts with batch id, sequence and line
     */
    static LandedLine of(@Nullable Object[] row) {
      return new LandedLine(
          // One copy per stream: there is a line per record key.
          StreamEnds.stream((String) Objects.requireNonNull(row[0])).intern(),
          (Long) Objects.requireNonNull(row[1]),
          (Long) Objects.requireNonNull(row[2]));
    }

    boolean isAfter(LandedLine other) {
      return sequence != other.sequence ? sequence > other.sequence : line > other.line;
    }
  }

  /**
   * The row of Gold that decides what a record is.
   *
   * @param line where it landed
   * @param state the record's state after it
   */
  private record Newest(LandedLine line, KeyState state) {

    /**
     * The one that replaces the other. A state without a version is that of a record's first row in
     * Gold only, so the order of arrival decides there whatever the order of this scan.
     */
    static Newest latest(Newest a, Newest b) {
      boolean unknown =
          a.state.version() == KeyState.UNKNOWN_VERSION
              || b.state.version() == KeyState.UNKNOWN_VERSION;
      return (unknown ? b.line.isAfter(a.line) : b.state.isNewerThan(a.state)) ? b : a;
    }
  }
}
