package dev.freshet.bench.rowids;

import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.c.ArrowArrayStream;
import org.apache.arrow.c.Data;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.lance.Dataset;
import org.lance.WriteParams;
import org.lance.compaction.CompactionOptions;
import org.lance.ipc.LanceScanner;
import org.lance.ipc.ScanOptions;

/** A dataset and the memory its batches live in. Not thread-safe. */
final class TrialTable implements AutoCloseable {

  private static final long ARROW_BYTES_MAX = 512L << 20;
  private static final long ROWS_PER_FRAGMENT_MAX = 1L << 20;

  private final String uri;
  private final Variant variant;
  private final int dimension;
  private final BufferAllocator allocator;
  private final Dataset dataset;

  private TrialTable(
      String uri, Variant variant, int dimension, BufferAllocator allocator, Dataset dataset) {
    this.uri = uri;
    this.variant = variant;
    this.dimension = dimension;
    this.allocator = allocator;
    this.dataset = dataset;
  }

  static TrialTable create(
      String uri, Variant variant, int dimension, List<TrialRow> rows, int rowsPerFile) {
    BufferAllocator allocator = new RootAllocator(ARROW_BYTES_MAX);
    try (ArrowArrayStream stream = export(allocator, rows, dimension)) {
      Dataset dataset =
          Dataset.write().allocator(allocator).stream(stream)
              .uri(uri)
              .mode(WriteParams.WriteMode.CREATE)
              .enableStableRowIds(variant.stableRowIds())
              .maxRowsPerFile(rowsPerFile)
              .execute();
      return new TrialTable(uri, variant, dimension, allocator, dataset);
    }
  }

  /** The same table through a handle that has nothing cached. */
  TrialTable reopened() {
    BufferAllocator fresh = new RootAllocator(ARROW_BYTES_MAX);
    Dataset again = Dataset.open().allocator(fresh).uri(uri).build();
    return new TrialTable(uri, variant, dimension, fresh, again);
  }

  String uri() {
    return uri;
  }

  Variant variant() {
    return variant;
  }

  BufferAllocator allocator() {
    return allocator;
  }

  Dataset dataset() {
    return dataset;
  }

  /** Rows as the library takes them. */
  ArrowArrayStream export(List<TrialRow> rows) {
    return export(allocator, rows, dimension);
  }

  private static ArrowArrayStream export(
      BufferAllocator allocator, List<TrialRow> rows, int dimension) {
    ArrowArrayStream stream = ArrowArrayStream.allocateNew(allocator);
    Data.exportArrayStream(allocator, new TrialRowStream(allocator, rows, dimension), stream);
    return stream;
  }

  /** Writes all fragments that may become one as one, without their deleted rows. */
  void compact() {
    dataset.compact(
        CompactionOptions.builder()
            .withTargetRowsPerFragment(ROWS_PER_FRAGMENT_MAX)
            .withMaterializeDeletions(true)
            .withMaterializeDeletionsThreshold(0)
            .build());
    dataset.checkoutLatest();
  }

  /**
   * A row that a scan returned.
   *
   * @param distance to the vector that was asked for; NaN for other scans
   */
  record Found(String id, long version, double distance) {}

  /** The rows of a scan whose columns include id and version. */
  List<Found> scan(ScanOptions options) throws Exception {
    List<Found> found = new ArrayList<>();
    try (LanceScanner scanner = dataset.newScan(options);
        ArrowReader batches = scanner.scanBatches()) {
      while (batches.loadNextBatch()) {
        FieldVector ids = batches.getVectorSchemaRoot().getVector("id");
        BigIntVector versions = (BigIntVector) batches.getVectorSchemaRoot().getVector("version");
        FieldVector distances = batches.getVectorSchemaRoot().getVector("_distance");
        for (int i = 0; i < ids.getValueCount(); i++) {
          found.add(
              new Found(
                  String.valueOf(ids.getObject(i)),
                  versions.get(i),
                  distances instanceof Float4Vector known ? known.get(i) : Double.NaN));
        }
      }
    }
    return found;
  }

  @Override
  public void close() {
    dataset.close();
    allocator.close();
  }
}
