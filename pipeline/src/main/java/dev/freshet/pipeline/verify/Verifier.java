package dev.freshet.pipeline.verify;

import dev.freshet.core.BatchIdentity;
import dev.freshet.core.Chunk;
import dev.freshet.core.config.FreshetConfig;
import dev.freshet.core.embed.Chunker;
import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.FreshetException;
import dev.freshet.core.vector.TableState;
import dev.freshet.core.vector.VectorTableReader;
import dev.freshet.home.delta.DeltaTable;
import dev.freshet.home.delta.DeltaTables;
import dev.freshet.home.layer.Gold;
import dev.freshet.home.layer.GoldRow;
import dev.freshet.home.layer.LandedLine;
import dev.freshet.home.layer.LayerTable;
import dev.freshet.home.layer.LayerTables;
import dev.freshet.home.layer.Quarantine;
import dev.freshet.home.layer.QuarantineRow;
import dev.freshet.pipeline.record.KeyState;
import dev.freshet.pipeline.record.NewestByKey;
import dev.freshet.pipeline.record.StreamEnds;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Proves that the vector table holds, for each key of Gold, exactly the chunks of its newest
 * version that is not deleted. It cuts the documents again and compares ids, versions, hashes of
 * the text and embedding fingerprints. It also counts whether every landed line is accounted for.
 *
 * <p>Works beside a running pipeline: the vector table is read at one version and compared with
 * what Gold holds of the batches in that version; only lines of batches in the ledger are counted.
 *
 * <p>Changes nothing and needs no Spark; rows are streamed. Heap: some 300 bytes per chunk, 200 per
 * record key and 100 per landed file, independent of the size of the texts; a million chunks of 300
 * 000 records fit into 512 MB.
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
   * One comparison: a pass over the vector table and some over each layer.
   *
   * @throws FreshetException if a store does not answer: call again; or with {@link
   *     ErrorCode#STORE_DAMAGED} if a layer is damaged or lacks what the vector table holds
   */
  public VerifyReport verify() {
    try (DeltaTables tables = DeltaTables.local()) {
      LayerTables layers = LayerTables.of(tables, config.layout());
      layers.all().forEach(DeltaTable::requireWhole);
      requireWholeHistory(tables);
      LineAccounts lines = LineAccounts.of(layers);
      ChunkComparison chunks = new ChunkComparison(vectors.spec().fingerprint(), MAX_SAMPLES);
      TableState state = vectors.scan(chunks::stored);
      state.lastBatches().forEach(batch -> requireHeld(layers.gold().table(), batch));
      StreamEnds committed = StreamEnds.of(state.lastBatches());
      Map<String, Newest> newest = newest(layers.gold(), committed);
      Set<LandedLine> refused = refused(layers.quarantine());
      expect(layers.gold(), newest, refused, chunks);
      VerifyReport.ChunkCheck compared = chunks.finish();
      long records = newest.values().stream().filter(each -> !each.state().deleted()).count();
      List<String> samples = new ArrayList<>(chunks.samples());
      samples.addAll(lines.samples(MAX_SAMPLES));
      List<String> missing = BatchAccounts.missing(layers, newest.keySet(), committed);
      samples.addAll(missing.subList(0, Math.min(MAX_SAMPLES, missing.size())));
      return new VerifyReport(records, compared, lines.counted(missing.size()), samples);
    }
  }

  private void requireWholeHistory(DeltaTables tables) {
    Path history = config.layout().maintenanceRuns();
    try {
      tables.proof("maintenance", history).requireWhole();
    } catch (IOException failed) {
      throw new FreshetException(
          ErrorCode.STORE_UNAVAILABLE,
          "Cannot check table maintenance at %s: %s. Check that the storage answers, then repeat."
              .formatted(history, failed.getMessage()),
          failed);
    }
  }

  /** Every commit of the vector table has rows in Gold, which are appended before it. */
  private static void requireHeld(DeltaTable gold, BatchIdentity batch) {
    long end = gold.lastCommitted(batch.streamId()).orElse(0);
    if (end < batch.endSequence()) {
      throw new FreshetException(
          ErrorCode.STORE_DAMAGED,
          "Cannot verify against table gold at %s: it ends at file version %d, and the vector table holds batch %s. Start `run`, which fills it again."
              .formatted(gold.path(), end, batch.batchId()));
    }
  }

  private static Map<String, Newest> newest(LayerTable<GoldRow> gold, StreamEnds committed) {
    NewestByKey<Newest> newest = new NewestByKey<>(Newest::state, Map.of());
    gold.scan(
        Gold.STATES,
        row -> {
          if (committed.hold(row.line())) {
            newest.offer(row.recordKey(), new Newest(row.line(), KeyState.of(row)));
          }
        });
    return newest.elements();
  }

  private void expect(
      LayerTable<GoldRow> gold,
      Map<String, Newest> newest,
      Set<LandedLine> refused,
      ChunkComparison comparison) {
    gold.scan(
        Gold.TEXTS,
        row -> {
          Newest wanted = newest.get(row.recordKey());
          if (wanted != null
              && wanted.line().equals(row.line())
              && !wanted.state().deleted()
              && !refused.contains(row.line())) {
            String text = Objects.requireNonNull(row.text());
            Chunk.of(row.recordKey(), wanted.state().version(), chunker.split(text))
                .forEach(comparison::expect);
          }
        });
  }

  /** Lines whose text the model refuses. Their records must not be in the table. */
  private static Set<LandedLine> refused(LayerTable<QuarantineRow> quarantine) {
    Set<LandedLine> refused = new HashSet<>();
    quarantine.scan(
        Quarantine.STAGED_LINES,
        staged -> {
          if (staged.stage() == Quarantine.Stage.EMBED) {
            refused.add(staged.line());
          }
        });
    return refused;
  }

  /**
   * The row of Gold that decides what a record is.
   *
   * @param line where it landed
   * @param state the record's state after it
   */
  private record Newest(LandedLine line, KeyState state) {}
}
