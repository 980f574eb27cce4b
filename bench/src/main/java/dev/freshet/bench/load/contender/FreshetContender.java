package dev.freshet.bench.load.contender;

import dev.freshet.bench.rig.DirectorySize;
import dev.freshet.core.BatchIdentity;
import dev.freshet.core.Chunk;
import dev.freshet.core.maintenance.IndexShape;
import dev.freshet.core.maintenance.MaintenanceStep;
import dev.freshet.core.maintenance.TableMaintainer;
import dev.freshet.core.maintenance.TunedSearch;
import dev.freshet.core.vector.Distance;
import dev.freshet.core.vector.Hit;
import dev.freshet.core.vector.TableState;
import dev.freshet.core.vector.VectorCommit;
import dev.freshet.core.vector.VectorQuery;
import dev.freshet.core.vector.VectorRow;
import dev.freshet.core.vector.VectorTableReader;
import dev.freshet.core.vector.VectorTableSpec;
import dev.freshet.core.vector.VectorTableWriter;
import dev.freshet.lance.LanceVectorTable;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * This project's vector table in process: the writer, and the reader that the server searches with.
 * Maintenance is someone else's, as in a pipeline.
 */
public final class FreshetContender implements Contender {

  private static final int LOAD_ROWS = 10_000;

  /** Of stored vectors, as maintenance tunes; each costs a scan of the table. */
  private static final int TUNING_QUERIES = 100;

  private static final int TUNING_K = 10;

  /** What the tuner aims at; the first is what maintenance aims at. */
  private static final List<Double> TARGETS = List.of(0.98, 0.99, 0.995, 1.0);

  private final Path table;
  private final TableCare care;
  private final VectorTableWriter writer;
  private @Nullable VectorTableReader reader;
  private long sequence;

  /**
   * @param table path of the dataset, ending in {@code .lance}; must not exist
   * @param fingerprint of the model that the vectors are from
   */
  public FreshetContender(Path table, int dimension, String fingerprint, TableCare care) {
    this.table = table;
    this.care = care;
    this.writer =
        LanceVectorTable.openWriter(
            table, VectorTableSpec.of(dimension, Distance.COSINE, fingerprint, List.of()));
  }

  @Override
  public String name() {
    return "freshet";
  }

  @Override
  public String description() {
    TableState state = opened().state();
    return "Lance table, %s, batches are durable; optimize in a process of its own"
        .formatted(state.indexType().orElse("no index: rows are scanned"));
  }

  @Override
  public OptionalDouble load(Iterator<Row> rows) throws Exception {
    List<Row> batch = new ArrayList<>();
    while (rows.hasNext()) {
      batch.add(rows.next());
      if (batch.size() == LOAD_ROWS || !rows.hasNext()) {
        replace(batch, List.of());
        batch.clear();
      }
    }
    double seconds = care.buildIndex();
    reader = LanceVectorTable.openReader(table);
    return OptionalDouble.of(seconds);
  }

  @Override
  public int widths() {
    return TARGETS.size();
  }

  /** Tunes to a target as maintenance does, which writes the parameters into the table. */
  @Override
  public String searchWith(int index) {
    double target = TARGETS.get(index);
    try (TableMaintainer maintainer = LanceVectorTable.openMaintainer(table, "bench")) {
      maintainer.run(
          new MaintenanceStep.TuneSearch(
              TUNING_QUERIES, TUNING_K, target, maintainer.observe().liveRows()));
      return maintainer
          .observe()
          .index()
          .flatMap(IndexShape::search)
          .map(TunedSearch::parameters)
          .map(
              tuned ->
                  "%d probes, ef %d, refine %d, by its own tuner to %s"
                      .formatted(tuned.probes(), tuned.ef(TUNING_K), tuned.refine(), target))
          .orElse("scan, no index");
    }
  }

  @Override
  public AutoCloseable startUpkeep() throws Exception {
    return care.start();
  }

  @Override
  public void replace(List<Row> rows, List<Integer> deleted) {
    sequence++;
    Instant now = Instant.now();
    List<VectorRow> staged = new ArrayList<>(rows.size());
    Set<String> replaced = new HashSet<>();
    for (Row row : rows) {
      String key = Integer.toString(row.key());
      Chunk chunk = Chunk.of(key, row.version(), List.of(row.text())).get(0);
      staged.add(new VectorRow(chunk, row.vector(), Map.of(), now));
      replaced.add(key);
    }
    deleted.forEach(key -> replaced.add(Integer.toString(key)));
    writer.commit(
        new VectorCommit(
            new BatchIdentity("bench", sequence), replaced, writer.stage(staged), now));
  }

  @Override
  public List<Found> search(float[] vector, int k) {
    List<Found> found = new ArrayList<>(k);
    for (Hit hit : opened().search(new VectorQuery(vector, k)).hits()) {
      found.add(new Found(Integer.parseInt(hit.key()), hit.version(), hit.text()));
    }
    return found;
  }

  private VectorTableReader opened() {
    if (reader == null) {
      throw new IllegalStateException("Nothing is loaded yet");
    }
    return reader;
  }

  @Override
  public long bytesOnDisk() throws Exception {
    return DirectorySize.of(table);
  }

  @Override
  public Map<String, Object> figures() {
    TableState state = opened().state();
    Map<String, Object> figures = new LinkedHashMap<>(care.figures());
    figures.put("fragments", state.fragments());
    figures.put("unindexedRows", state.unindexedRows());
    figures.put("deltaSegments", state.deltaSegments());
    return figures;
  }

  @Override
  public void close() throws Exception {
    if (reader != null) {
      reader.close();
    }
    writer.close();
    care.close();
  }
}
