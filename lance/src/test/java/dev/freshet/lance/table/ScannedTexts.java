package dev.freshet.lance.table;

import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.lance.ipc.LanceScanner;
import org.lance.ipc.ScanOptions;

/** The texts of one column in the rows that a scan of the library itself returns. */
public final class ScannedTexts {

  private ScannedTexts() {}

  /** Scans the version {@code table} is at. */
  public static List<String> of(LanceTable table, ScanOptions options, String column)
      throws Exception {
    List<String> texts = new ArrayList<>();
    try (LanceScanner scanner = table.dataset().newScan(options);
        ArrowReader batches = scanner.scanBatches()) {
      while (batches.loadNextBatch()) {
        TextColumn values = TextColumn.of(batches.getVectorSchemaRoot(), column);
        for (int row = 0; row < values.rows(); row++) {
          texts.add(values.text(row));
        }
      }
    }
    return texts;
  }
}
