package dev.freshet.lance.search;

import dev.freshet.core.vector.SearchParameters;
import dev.freshet.lance.index.ColumnIndexes;
import dev.freshet.lance.index.VectorIndex;
import dev.freshet.lance.table.ChunkSchema;
import java.util.List;
import java.util.Set;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.lance.Dataset;
import org.lance.ipc.FullTextQuery;
import org.lance.ipc.LanceScanner;
import org.lance.ipc.ScanOptions;

/**
 * Loads indexes by asking each a question: the library has no other way. Of the vector index every
 * partition of every segment is read, which is what a first search waits for (half a second with 60
 * 000 rows); a scalar index is opened, its pages are read when a filter needs them, in
 * milliseconds. A tail that no index covers is scanned on the way.
 *
 * <p>Cached is what the library keeps of it: 6 GiB of indexes per table by default.
 */
public final class IndexQueries implements IndexLoader {

  /** All partitions, with as few candidates in each as a search may have. */
  private static final SearchParameters EVERY_PARTITION = new SearchParameters(100_000, 1, 1);

  private final ChunkSchema schema;
  private volatile boolean stopped;

  public IndexQueries(ChunkSchema schema) {
    this.schema = schema;
  }

  @Override
  public void load(TableVersion version) throws Exception {
    Set<String> indexes = version.indexes().names();
    if (indexes.contains(VectorIndex.NAME)) {
      ask(version.dataset(), anyNeighbour());
    }
    if (indexes.contains(ColumnIndexes.FULL_TEXT)) {
      ask(version.dataset(), anyWord());
    }
    for (String column : schema.spec().filterColumns().types().keySet()) {
      String name = column + ColumnIndexes.SUFFIX;
      if (indexes.contains(name) && !name.equals(ColumnIndexes.FULL_TEXT)) {
        ask(version.dataset(), anyNull(column));
      }
    }
  }

  private void ask(Dataset dataset, ScanOptions.Builder question) throws Exception {
    if (stopped) {
      return;
    }
    ScanOptions options = question.limit(1).build();
    try (LanceScanner scanner = dataset.newScan(options);
        ArrowReader batches = scanner.scanBatches()) {
      while (batches.loadNextBatch()) {
        // The answer is of no interest.
      }
    }
  }

  private ScanOptions.Builder anyNeighbour() {
    float[] vector = new float[schema.spec().dimension()];
    vector[0] = 1;
    return new ScanOptions.Builder()
        .columns(List.of(ChunkSchema.ID, ChunkSchema.DISTANCE))
        .nearest(SearchPlan.nearest(schema, vector, 1, EVERY_PARTITION));
  }

  private static ScanOptions.Builder anyWord() {
    return new ScanOptions.Builder()
        .columns(List.of(ChunkSchema.ID, ChunkSchema.SCORE))
        .fullTextQuery(FullTextQuery.match("a", ChunkSchema.TEXT));
  }

  private static ScanOptions.Builder anyNull(String column) {
    return new ScanOptions.Builder()
        .columns(List.of(ChunkSchema.ID))
        .filter("`" + column + "` IS NULL");
  }

  @Override
  public void stop() {
    stopped = true;
  }
}
