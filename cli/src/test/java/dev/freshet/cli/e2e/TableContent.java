package dev.freshet.cli.e2e;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.lance.Dataset;
import org.lance.ipc.LanceScanner;
import org.lance.ipc.ScanOptions;

/** A vector table as any Lance client sees it: every column of every row, vectors bit for bit. */
public final class TableContent {

  private TableContent() {}

  /**
   * The values of each row in the order of the columns, by chunk id; fails on an id found twice.
   */
  public static Map<String, List<Object>> of(Path table) throws Exception {
    Map<String, List<Object>> rows = new TreeMap<>();
    try (BufferAllocator allocator = new RootAllocator();
        Dataset dataset = Dataset.open().allocator(allocator).uri(table.toString()).build();
        LanceScanner scanner = dataset.newScan(new ScanOptions.Builder().build());
        ArrowReader batches = scanner.scanBatches()) {
      while (batches.loadNextBatch()) {
        add(batches.getVectorSchemaRoot(), rows);
      }
    }
    return rows;
  }

  private static void add(VectorSchemaRoot batch, Map<String, List<Object>> rows) {
    for (int i = 0; i < batch.getRowCount(); i++) {
      List<Object> values = new ArrayList<>();
      for (FieldVector column : batch.getFieldVectors()) {
        Object value = column.getObject(i);
        values.add(value instanceof List<?> vector ? List.copyOf(vector) : String.valueOf(value));
      }
      String id = String.valueOf(batch.getVector("id").getObject(i));
      if (rows.put(id, values) != null) {
        throw new AssertionError("twice in " + batch + ": " + id);
      }
    }
  }
}
