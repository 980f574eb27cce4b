package dev.freshet.lance.write;

import dev.freshet.core.vector.VectorRow;
import dev.freshet.lance.table.ChunkSchema;
import java.util.List;
import org.apache.arrow.c.ArrowArrayStream;
import org.apache.arrow.c.Data;
import org.apache.arrow.memory.BufferAllocator;
import org.lance.Dataset;
import org.lance.Fragment;
import org.lance.FragmentMetadata;
import org.lance.WriteParams;

/**
 * Writes data files. Thread-safe. Row ids are stable in every file: compaction then leaves indexes
 * alone, and a file written otherwise would not fit the table.
 */
public final class FragmentWriter {

  private final String uri;
  private final BufferAllocator allocator;
  private final ChunkSchema schema;

  public FragmentWriter(String uri, BufferAllocator allocator, ChunkSchema schema) {
    this.uri = uri;
    this.allocator = allocator;
    this.schema = schema;
  }

  /** Fragments that no version refers to yet. */
  List<FragmentMetadata> write(List<VectorRow> rows) {
    return writeFragments(RowStream.of(allocator, schema, rows));
  }

  /** A fragment with nothing but the anchor row. */
  List<FragmentMetadata> writeAnchorRow() {
    return writeFragments(RowStream.anchorRow(allocator, schema));
  }

  /** Creates the dataset with the anchor row. Fails if it is there already. */
  public void createTable() {
    try (ArrowArrayStream stream = export(RowStream.anchorRow(allocator, schema))) {
      Dataset.write().allocator(allocator).stream(stream)
          .uri(uri)
          .mode(WriteParams.WriteMode.CREATE)
          .enableStableRowIds(true)
          .execute()
          .close();
    }
  }

  private List<FragmentMetadata> writeFragments(RowStream rows) {
    try (ArrowArrayStream stream = export(rows)) {
      return Fragment.write()
          .datasetUri(uri)
          .allocator(allocator)
          .data(stream)
          .writeParams(new WriteParams.Builder().withEnableStableRowIds(true).build())
          .execute();
    }
  }

  /** The receiving side releases {@code rows} together with the stream. */
  private ArrowArrayStream export(RowStream rows) {
    ArrowArrayStream stream = ArrowArrayStream.allocateNew(allocator);
    Data.exportArrayStream(allocator, rows, stream);
    return stream;
  }
}
