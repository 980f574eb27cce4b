package dev.freshet.lance.write;

import dev.freshet.core.vector.VectorRow;
import dev.freshet.lance.table.ChunkSchema;
import dev.freshet.lance.table.TableSync;
import java.util.List;
import java.util.function.Supplier;
import org.apache.arrow.c.ArrowArrayStream;
import org.apache.arrow.c.Data;
import org.apache.arrow.memory.BufferAllocator;
import org.lance.Dataset;
import org.lance.Fragment;
import org.lance.FragmentMetadata;
import org.lance.WriteParams;

/**
 * Writes data files. Every file has stable row ids: compaction then changes no index, and a file
 * without them would not fit the table. Thread-safe.
 */
final class FragmentWriter {

  private final String uri;
  private final TableSync sync;
  private final BufferAllocator allocator;
  private final Supplier<ChunkSchema> schema;

  /**
   * @param schema the columns, as they are when rows are written
   */
  FragmentWriter(String uri, BufferAllocator allocator, Supplier<ChunkSchema> schema) {
    this.uri = uri;
    this.sync = new TableSync(uri);
    this.allocator = allocator;
    this.schema = schema;
  }

  /** Writes rows to fragments that no version refers to yet; they are on disk at the end. */
  List<FragmentMetadata> write(List<VectorRow> rows) {
    return writeFragments(RowStream.of(allocator, schema.get(), rows));
  }

  /** Writes a fragment that holds the anchor row alone. */
  List<FragmentMetadata> writeAnchorRow() {
    return writeFragments(RowStream.anchorRow(allocator, schema.get()));
  }

  /** Creates the dataset with the anchor row. Fails if the dataset exists. */
  void createTable() {
    try (ArrowArrayStream stream = export(RowStream.anchorRow(allocator, schema.get()))) {
      sync.around(
              () ->
                  Dataset.write().allocator(allocator).stream(stream)
                      .uri(uri)
                      .mode(WriteParams.WriteMode.CREATE)
                      .enableStableRowIds(true)
                      .execute())
          .close();
    }
  }

  private List<FragmentMetadata> writeFragments(RowStream rows) {
    List<FragmentMetadata> written = writeUnsynced(rows);
    sync.dataFiles(written);
    return written;
  }

  private List<FragmentMetadata> writeUnsynced(RowStream rows) {
    try (ArrowArrayStream stream = export(rows)) {
      return Fragment.write()
          .datasetUri(uri)
          .allocator(allocator)
          .data(stream)
          .writeParams(
              new WriteParams.Builder()
                  .withEnableStableRowIds(true)
                  // With this mode the library takes the numbers of the fields from the table. Else
                  // it counts them, which is wrong once a column was added.
                  .withMode(WriteParams.WriteMode.APPEND)
                  .build())
          .execute();
    }
  }

  /** The receiver of the stream releases {@code rows} together with it. */
  private ArrowArrayStream export(RowStream rows) {
    ArrowArrayStream stream = ArrowArrayStream.allocateNew(allocator);
    Data.exportArrayStream(allocator, rows, stream);
    return stream;
  }
}
