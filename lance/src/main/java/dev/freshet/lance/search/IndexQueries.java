package dev.freshet.lance.search;

import dev.freshet.core.metadata.StoredColumn;
import dev.freshet.core.vector.SearchParameters;
import dev.freshet.lance.index.ColumnIndexes;
import dev.freshet.lance.index.NeighbourQuery;
import dev.freshet.lance.index.VectorIndex;
import dev.freshet.lance.table.ChunkSchema;
import dev.freshet.lance.table.LanceErrors;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.lance.ipc.FullTextQuery;
import org.lance.ipc.LanceScanner;
import org.lance.ipc.ScanOptions;

/**
 * Loads each index by a query: the library has no other way. Of the vector index it reads every
 * partition of every segment, for which a first search would wait (half a second with 60 000 rows).
 * A scalar index is only opened: a filter later reads the pages it needs, in milliseconds. The
 * queries also scan the tail that no index covers.
 *
 * <p>The library's cache keeps what was read: up to 6 GiB of indexes per table by default.
 */
final class IndexQueries implements IndexLoader {

  /** All partitions, with the fewest candidates that a search may have in each. */
  private static final SearchParameters EVERY_PARTITION = new SearchParameters(100_000, 1, 1);

  private volatile boolean stopped;

  @Override
  public void load(TableVersion version) throws Exception {
    Set<String> indexes = new HashSet<>(version.indexes().names());
    indexes.removeAll(version.indexes().damaged());
    if (indexes.contains(VectorIndex.NAME)) {
      query(version, VectorIndex.NAME, anyNeighbour(version.schema()));
    }
    if (indexes.contains(ColumnIndexes.FULL_TEXT)) {
      query(version, ColumnIndexes.FULL_TEXT, anyWord(ChunkSchema.WORDS));
    } else if (indexes.contains(ColumnIndexes.FULL_TEXT_OF_OLD)) {
      query(version, ColumnIndexes.FULL_TEXT_OF_OLD, anyWord(ChunkSchema.TEXT));
    }
    for (StoredColumn column : version.schema().searched().filterColumns().columns().values()) {
      for (String cell : column.cells().values()) {
        String name = ColumnIndexes.name(cell);
        if (indexes.contains(name) && !name.equals(ColumnIndexes.FULL_TEXT_OF_OLD)) {
          query(version, name, anyNull(cell));
        }
      }
    }
  }

  private void query(TableVersion version, String index, ScanOptions.Builder query)
      throws Exception {
    if (stopped) {
      return;
    }
    ScanOptions options = query.limit(1).build();
    try {
      load(version, index, options);
    } catch (Exception e) {
      if (!LanceErrors.isDamage(e)) {
        throw e;
      }
      version.indexes().noteDamage(index::equals);
    }
  }

  private static void load(TableVersion version, String index, ScanOptions options)
      throws Exception {
    version
        .indexes()
        .reading(
            index::equals,
            () -> {
              try (LanceScanner scanner = version.dataset().newScan(options);
                  ArrowReader batches = scanner.scanBatches()) {
                while (batches.loadNextBatch()) {
                  // Only the reading counts, not the answer.
                }
              }
              return options;
            });
  }

  private ScanOptions.Builder anyNeighbour(ChunkSchema schema) {
    float[] vector = new float[schema.spec().dimension()];
    vector[0] = 1;
    return new ScanOptions.Builder()
        .columns(List.of(ChunkSchema.ID, ChunkSchema.DISTANCE))
        .nearest(NeighbourQuery.byIndex(schema, vector, 1, EVERY_PARTITION));
  }

  private static ScanOptions.Builder anyWord(String column) {
    return new ScanOptions.Builder()
        .columns(List.of(ChunkSchema.ID, ChunkSchema.SCORE))
        .fullTextQuery(FullTextQuery.match("a", column));
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
