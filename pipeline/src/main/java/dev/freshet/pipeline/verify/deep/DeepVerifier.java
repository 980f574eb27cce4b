package dev.freshet.pipeline.verify.deep;

import dev.freshet.core.BatchIdentity;
import dev.freshet.core.Chunk;
import dev.freshet.core.config.FreshetConfig;
import dev.freshet.core.config.value.DocumentFormat;
import dev.freshet.core.config.value.SourceFormat;
import dev.freshet.core.embed.Chunker;
import dev.freshet.core.vector.StoredChunk;
import dev.freshet.core.vector.VectorTableReader;
import dev.freshet.home.delta.DeltaTables;
import dev.freshet.home.layer.Bronze;
import dev.freshet.home.layer.Bronze.LandedPayload;
import dev.freshet.home.layer.LandedLine;
import dev.freshet.home.layer.LayerTables;
import dev.freshet.home.layer.Lineage;
import dev.freshet.home.layer.Quarantine;
import dev.freshet.pipeline.verify.deep.Replay.Outcome;
import dev.freshet.pipeline.verify.deep.Replay.Trust;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Replays what landed, file by file in the order of landing, and compares the records with the
 * vector table. It finds what a comparison of the vector table with Gold cannot find: a change that
 * the pipeline misunderstood.
 *
 * <p>Works beside a running pipeline and changes nothing. Heap: the texts of the live records, some
 * hundred bytes per chunk, and the rows of about {@value #WINDOW_LINES} lines at a time.
 */
public final class DeepVerifier {

  private static final int MAX_SAMPLES = 20;
  private static final int WINDOW_LINES = 20_000;

  private final FreshetConfig config;
  private final Chunker chunker;
  private final VectorTableReader vectors;

  /**
   * @param chunker the one the pipeline cuts with
   * @param vectors stays the caller's to close
   */
  public DeepVerifier(FreshetConfig config, Chunker chunker, VectorTableReader vectors) {
    this.config = config;
    this.chunker = chunker;
    this.vectors = vectors;
  }

  /**
   * One comparison: two passes over Bronze and one over the vector table.
   *
   * @throws dev.freshet.core.error.FreshetException if a store does not answer; call again
   */
  public DeepReport verify() {
    if (config.document().format() == DocumentFormat.BINARY
        || config.source().format() == SourceFormat.BINARY_FILE) {
      return DeepReport.notReplayed(
          "Cannot replay what landed: the text of binary documents is known to their reader only."
              + " Compare with Gold by verify without --deep.");
    }
    if (config.source().epoch() > 0) {
      return DeepReport.notReplayed(
          "Cannot replay what landed: source.epoch is "
              + config.source().epoch()
              + ", and Bronze does not say where an epoch began. Compare with Gold by verify without"
              + " --deep.");
    }
    try (DeltaTables tables = DeltaTables.local()) {
      LayerTables layers = LayerTables.of(tables, config.layout());
      // The ledger is read first: a batch in it is in the vector table, or changed nothing there.
      Map<String, Long> ends = new HashMap<>();
      layers.ledger().forEach(entry -> extend(ends, BatchIdentity.parse(entry.batchId())));
      Map<String, SortedMap<Integer, String>> stored = new HashMap<>();
      List<BatchIdentity> committed = vectors.scan(chunk -> store(stored, chunk)).lastBatches();
      committed.forEach(batch -> extend(ends, batch));
      return new Comparison(layers, ends, stored).report();
    }
  }

  private static void extend(Map<String, Long> ends, BatchIdentity batch) {
    ends.merge(batch.streamId(), batch.endSequence(), Math::max);
  }

  private static void store(Map<String, SortedMap<Integer, String>> stored, StoredChunk chunk) {
    stored
        .computeIfAbsent(chunk.recordKey(), key -> new TreeMap<>())
        .merge(chunk.chunkIndex(), chunk.contentHash(), (one, other) -> one + " and " + other);
  }

  /** One replay and its comparison. */
  private final class Comparison {

    private final LayerTables layers;
    private final Map<String, Long> ends;
    private final Map<String, SortedMap<Integer, String>> stored;
    private final Columns columns = new Columns(config);
    private final Claims claims = Claims.of(config);
    private final Replay replay = new Replay(columns);
    private final LandedOrder order = new LandedOrder();
    private final GrownFiles repeated = new GrownFiles();

    /** Of versions that were read in parts. */
    private final Map<Long, Long> repeatedOf = new HashMap<>();

    private final List<String> samples = new ArrayList<>();
    private long lines;
    private final Set<LandedLine> unreadable = new HashSet<>();
    private long refused;
    private long refusedByPipeline;
    private long live;
    private long notCompared;
    private long missing;
    private long extra;
    private long stale;

    Comparison(
        LayerTables layers,
        Map<String, Long> ends,
        Map<String, SortedMap<Integer, String>> stored) {
      this.layers = layers;
      this.ends = ends;
      this.stored = stored;
    }

    DeepReport report() {
      unreadable.addAll(quarantined(Quarantine.Stage.READ));
      replay();
      Set<LandedLine> unembeddable = quarantined(Quarantine.Stage.EMBED);
      replay
          .records()
          .forEach((key, outcome) -> compare(key, outcome, unembeddable.contains(outcome.line())));
      stored.forEach(
          (key, chunks) -> {
            extra++;
            sample("extra: record " + key + " has " + chunks.size() + " chunks and is not live");
          });
      return new DeepReport(
          null,
          new DeepReport.Replayed(
              lines, refused + replay.incomplete(), refusedByPipeline, live, notCompared),
          new DeepReport.Differences(missing, extra, stale),
          samples);
    }

    /**
     * Replays Bronze in windows of whole files or parts of files, since its rows come in no order.
     */
    private void replay() {
      layers
          .bronze()
          .scan(
              Lineage.PROJECTION,
              row -> {
                LandedLine line =
                    new LandedLine(row.batch().streamId(), row.sequence(), row.line());
                if (holds(line)) {
                  order.add(row, unreadable.contains(line));
                }
              });
      List<Long> window = new ArrayList<>();
      int rows = 0;
      for (long sequence : order.sequences()) {
        if (rows >= WINDOW_LINES) {
          replay(window);
          window.clear();
          rows = 0;
        }
        window.add(sequence);
        rows += order.rows(sequence);
      }
      replay(window);
    }

    private void replay(List<Long> sequences) {
      Map<Long, List<LandedPayload>> files = read(sequences);
      sequences.forEach(sequence -> replayFile(sequence, files.getOrDefault(sequence, List.of())));
    }

    /** The lines of some sequences in their order. */
    private Map<Long, List<LandedPayload>> read(List<Long> sequences) {
      if (sequences.isEmpty()) {
        return Map.of();
      }
      Set<Long> wanted = new HashSet<>(sequences);
      Map<Long, TreeMap<Long, LandedPayload>> rows = new HashMap<>();
      layers
          .bronze()
          .scanBetween(
              Bronze.PAYLOADS,
              Collections.min(sequences) - 1,
              Collections.max(sequences),
              row -> {
                if (wanted.contains(row.line().sequence()) && holds(row.line())) {
                  rows.computeIfAbsent(row.line().sequence(), sequence -> new TreeMap<>())
                      .put(row.line().line(), row);
                }
              });
      Map<Long, List<LandedPayload>> files = new HashMap<>();
      rows.forEach((sequence, lines) -> files.put(sequence, List.copyOf(lines.values())));
      return files;
    }

    /** How many of the first lines of a file, or of a part of one, landed before. */
    private int known(long sequence, List<LandedPayload> file) {
      if (config.source().format() != SourceFormat.JSON) {
        return 0;
      }
      long origin = order.origin(sequence);
      List<Long> parts = order.parts(origin);
      if (parts.size() == 1) {
        return (int) repeated.of(List.of(file).iterator());
      }
      if (sequence == origin) {
        repeatedOf.put(
            origin,
            repeated.of(
                parts.stream()
                    .map(part -> read(List.of(part)).getOrDefault(part, List.of()))
                    .iterator()));
      }
      long before = parts.stream().filter(part -> part < sequence).mapToLong(order::rows).sum();
      long known = repeatedOf.getOrDefault(origin, 0L) - before;
      return (int) Math.max(0, Math.min(known, file.size()));
    }

    private void replayFile(long sequence, List<LandedPayload> file) {
      lines += file.size();
      for (LandedPayload line : file.subList(known(sequence, file), file.size())) {
        if (line.payload() == null || !line.whole()) {
          refused++;
          continue;
        }
        try {
          List<Claim> said = claims.of(line);
          if (!said.isEmpty() && unreadable.contains(line.line())) {
            refused++;
            refusedByPipeline++;
            continue;
          }
          for (Claim claim : said) {
            if (claim instanceof Claim.Written written) {
              // A record whose text cannot be made is no record.
              columns.text(written.columns());
              columns.requireTypes(written.columns());
            }
            replay.apply(line.line(), claim);
          }
        } catch (NotAClaim e) {
          refused++;
        }
      }
    }

    private boolean holds(LandedLine line) {
      return line.sequence() <= ends.getOrDefault(line.stream(), 0L);
    }

    /**
     * Lines in quarantine. Their user was told, so they are believed: only the model knows which
     * text it refuses, and only the pipeline knows every format that it does not read.
     */
    private Set<LandedLine> quarantined(Quarantine.Stage stage) {
      Set<LandedLine> found = new HashSet<>();
      layers
          .quarantine()
          .scan(
              Quarantine.STAGED_LINES,
              staged -> {
                if (staged.stage() == stage) {
                  found.add(staged.line());
                }
              });
      return found;
    }

    private void compare(String key, Outcome outcome, boolean unembeddable) {
      if (outcome.columns() == null) {
        return; // What is stored of it stays, and is extra.
      }
      live++;
      SortedMap<Integer, String> held = stored.remove(key);
      boolean believed =
          outcome.trust() == Trust.ENCODED || (outcome.trust() == Trust.MOVED && held == null);
      if (believed) {
        notCompared++;
        return;
      }
      List<String> wanted = unembeddable ? List.of() : hashes(outcome);
      if (held == null ? wanted.isEmpty() : wanted.equals(List.copyOf(held.values()))) {
        return;
      }
      if (held == null) {
        missing++;
        sample("missing: record " + key + at(outcome));
      } else {
        stale++;
        sample("stale: record " + key + " has another text than" + at(outcome));
      }
    }

    private List<String> hashes(Outcome outcome) {
      try {
        return chunker.split(columns.text(outcome.columns())).stream().map(Chunk::hash).toList();
      } catch (NotAClaim noText) {
        return List.of();
      }
    }

    private String at(Outcome outcome) {
      LandedLine line = outcome.line();
      return " at line " + line.line() + " of file " + line.sequence();
    }

    private void sample(String difference) {
      if (samples.size() < MAX_SAMPLES) {
        samples.add(difference);
      }
    }
  }
}
