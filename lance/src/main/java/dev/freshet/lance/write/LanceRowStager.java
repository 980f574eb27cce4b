package dev.freshet.lance.write;

import dev.freshet.core.vector.RowStager;
import dev.freshet.core.vector.StagedRows;
import dev.freshet.core.vector.VectorRow;
import dev.freshet.lance.library.NativeLibrary;
import dev.freshet.lance.table.ChunkSchema;
import dev.freshet.lance.table.LanceTable;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;

/**
 * Stages rows without a handle of the table: data files need only its path and its columns.
 *
 * @param uri the path of the table
 * @param schema the columns of the table
 */
record LanceRowStager(String uri, ChunkSchema schema) implements RowStager {

  @Override
  public StagedRows stage(List<VectorRow> rows) {
    NativeLibrary.load();
    try (BufferAllocator allocator = new RootAllocator(LanceTable.ARROW_BYTES_MAX)) {
      return new RowStaging(uri, schema)
          .stage(rows, new FragmentWriter(uri, allocator, () -> schema));
    }
  }
}
