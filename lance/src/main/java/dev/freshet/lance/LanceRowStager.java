package dev.freshet.lance;

import dev.freshet.core.vector.RowStager;
import dev.freshet.core.vector.StagedRows;
import dev.freshet.core.vector.VectorRow;
import dev.freshet.core.vector.VectorTableSpec;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;

/**
 * Stages rows without a handle on the table: data files need its path and its schema only.
 *
 * @param uri the table's
 * @param spec what the table was made for
 */
record LanceRowStager(String uri, VectorTableSpec spec) implements RowStager {

  @Override
  public StagedRows stage(List<VectorRow> rows) {
    NativeLibrary.load();
    TableSchema schema = new TableSchema(spec);
    try (BufferAllocator allocator = new RootAllocator(LanceTable.ARROW_BYTES_MAX)) {
      return new RowStaging(uri, schema).stage(rows, new FragmentWriter(uri, allocator, schema));
    }
  }
}
