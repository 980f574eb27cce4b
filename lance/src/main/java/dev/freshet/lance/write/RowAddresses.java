package dev.freshet.lance.write;

import dev.freshet.lance.table.ChunkSchema;
import dev.freshet.lance.table.SqlLiteral;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.lance.Dataset;
import org.lance.ipc.LanceScanner;
import org.lance.ipc.ScanOptions;

/** The positions of rows in the table: row offsets per fragment id. */
final class RowAddresses {

  /** Keys per scan: limits the size of the filter and of its plan. */
  private static final int KEYS_PER_SCAN = 1_000;

  private final Map<Integer, List<Integer>> offsetsByFragment = new TreeMap<>();
  private long count;

  /** Adds all rows of these record keys, at the version {@code dataset} is at. */
  void addRecords(Dataset dataset, Collection<String> keys) throws Exception {
    List<String> all = List.copyOf(keys);
    for (int from = 0; from < all.size(); from += KEYS_PER_SCAN) {
      List<String> some = all.subList(from, Math.min(all.size(), from + KEYS_PER_SCAN));
      add(
          dataset,
          some.stream()
              .map(SqlLiteral::text)
              .collect(Collectors.joining(",", ChunkSchema.RECORD_KEY + " IN (", ")")));
    }
  }

  /** Adds the anchor row. Scans the id column, so only for a table that has no other rows. */
  void addAnchorRow(Dataset dataset) throws Exception {
    add(dataset, ChunkSchema.ID + " = ''");
  }

  private void add(Dataset dataset, String filter) throws Exception {
    ScanOptions options =
        new ScanOptions.Builder().columns(List.of()).filter(filter).withRowAddress(true).build();
    try (LanceScanner scanner = dataset.newScan(options);
        ArrowReader batches = scanner.scanBatches()) {
      while (batches.loadNextBatch()) {
        UInt8Vector addresses = (UInt8Vector) batches.getVectorSchemaRoot().getVector("_rowaddr");
        for (int i = 0; i < addresses.getValueCount(); i++) {
          // Lance's row address: the fragment in the upper half, the offset in the lower.
          long address = addresses.get(i);
          offsetsByFragment
              .computeIfAbsent((int) (address >>> 32), fragment -> new ArrayList<>())
              .add((int) address);
          count++;
        }
      }
    }
  }

  long count() {
    return count;
  }

  Map<Integer, List<Integer>> offsetsByFragment() {
    return offsetsByFragment;
  }
}
