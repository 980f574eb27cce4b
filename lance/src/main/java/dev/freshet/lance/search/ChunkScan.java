package dev.freshet.lance.search;

import dev.freshet.core.vector.StoredChunk;
import dev.freshet.lance.table.ChunkSchema;
import dev.freshet.lance.table.TextColumn;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.lance.Dataset;
import org.lance.ipc.LanceScanner;
import org.lance.ipc.ScanOptions;

/** Reads every live row of one version, batch by batch, without its text and vector. */
final class ChunkScan implements AutoCloseable {

  private static final List<String> COLUMNS =
      List.of(
          ChunkSchema.ID,
          ChunkSchema.RECORD_KEY,
          ChunkSchema.RECORD_VERSION,
          ChunkSchema.CHUNK_INDEX,
          ChunkSchema.CONTENT_HASH,
          ChunkSchema.FINGERPRINT);

  private final LanceScanner scanner;
  private final ArrowReader batches;
  private final Set<String> withoutVector;

  private ChunkScan(LanceScanner scanner, ArrowReader batches, Set<String> withoutVector) {
    this.scanner = scanner;
    this.batches = batches;
    this.withoutVector = withoutVector;
  }

  /** Starts a scan of the version {@code dataset} is at; the scan keeps that version. */
  static ChunkScan start(Dataset dataset) throws Exception {
    Set<String> withoutVector = idsWithoutVector(dataset);
    LanceScanner scanner = dataset.newScan(new ScanOptions.Builder().columns(COLUMNS).build());
    try {
      return new ChunkScan(scanner, scanner.scanBatches(), withoutVector);
    } catch (Exception e) {
      scanner.close();
      throw e;
    }
  }

  private static Set<String> idsWithoutVector(Dataset dataset) throws Exception {
    ScanOptions options =
        new ScanOptions.Builder()
            .columns(List.of(ChunkSchema.ID))
            .filter(ChunkSchema.VECTOR + " IS NULL")
            .build();
    Set<String> ids = new HashSet<>();
    try (LanceScanner scanner = dataset.newScan(options);
        ArrowReader batches = scanner.scanBatches()) {
      while (batches.loadNextBatch()) {
        TextColumn values = TextColumn.of(batches.getVectorSchemaRoot(), ChunkSchema.ID);
        for (int i = 0; i < values.rows(); i++) {
          ids.add(values.text(i));
        }
      }
    }
    return ids;
  }

  /** The next rows; empty only at the end. */
  List<StoredChunk> next() throws IOException {
    List<StoredChunk> chunks = new ArrayList<>();
    while (chunks.isEmpty() && batches.loadNextBatch()) {
      decode(batches.getVectorSchemaRoot(), chunks);
    }
    return chunks;
  }

  private void decode(VectorSchemaRoot batch, List<StoredChunk> into) {
    TextColumn ids = TextColumn.of(batch, ChunkSchema.ID);
    TextColumn keys = TextColumn.of(batch, ChunkSchema.RECORD_KEY);
    BigIntVector versions = (BigIntVector) batch.getVector(ChunkSchema.RECORD_VERSION);
    IntVector indexes = (IntVector) batch.getVector(ChunkSchema.CHUNK_INDEX);
    TextColumn hashes = TextColumn.of(batch, ChunkSchema.CONTENT_HASH);
    TextColumn fingerprints = TextColumn.of(batch, ChunkSchema.FINGERPRINT);
    for (int i = 0; i < batch.getRowCount(); i++) {
      String id = ids.text(i);
      if (id.isEmpty()) {
        continue; // The anchor row is not a chunk.
      }
      into.add(
          new StoredChunk(
              id,
              keys.text(i),
              versions.get(i),
              indexes.get(i),
              hashes.text(i),
              fingerprints.text(i),
              !withoutVector.contains(id)));
    }
  }

  @Override
  public void close() {
    try {
      try {
        batches.close();
      } finally {
        scanner.close();
      }
    } catch (Exception e) {
      throw new IllegalStateException("Cannot release a finished scan", e);
    }
  }
}
