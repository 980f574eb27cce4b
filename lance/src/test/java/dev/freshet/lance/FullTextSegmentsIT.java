package dev.freshet.lance;

import static dev.freshet.testkit.vector.SampleRows.record;
import static dev.freshet.testkit.vector.SampleRows.spec;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.vector.VectorRow;
import dev.freshet.core.vector.VectorTableWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lance.index.IndexOptions;
import org.lance.index.IndexParams;
import org.lance.index.IndexType;
import org.lance.index.OptimizeOptions;
import org.lance.index.scalar.InvertedIndexParams;
import org.lance.ipc.FullTextQuery;
import org.lance.ipc.LanceScanner;
import org.lance.ipc.ScanOptions;

/**
 * A fault of the library, whatever the row ids, that a full-text search with a filter must be kept
 * from (ADR 0029). If the first assertion on two segments fails, the library has mended it.
 */
class FullTextSegmentsIT {

  private static final String INDEX = "text_idx";
  private static final int ROWS = 200;

  @TempDir Path directory;

  @Test
  void filterThatNoIndexAnswersHidesRowsOfLaterSegmentsUntilThereIsOne() throws Exception {
    String path = directory.resolve("chunks.lance").toString();
    try (VectorTableWriter writer = LanceVectorTable.openWriter(Path.of(path), spec());
        LanceTable table = LanceTable.open(path)) {
      write(writer, 1, 0);
      table.refresh();
      createIndex(table);
      write(writer, 2, ROWS);
      table.refresh();
      assertThat(found(table, "tenant = 'a'")).as("the new rows in no segment").isEqualTo(2 * ROWS);

      optimize(table, 0);
      assertThat(found(table, null)).as("two segments, no filter").isEqualTo(2 * ROWS);
      assertThat(found(table, "tenant = 'a'")).as("two segments, all match").isEqualTo(ROWS);

      optimize(table, 2);
      assertThat(found(table, "tenant = 'a'")).as("one segment").isEqualTo(2 * ROWS);

      write(writer, 3, 2 * ROWS);
      table.refresh();
      optimize(table, 1);
      assertThat(found(table, "tenant = 'a'")).as("extended as one").isEqualTo(3 * ROWS);
    }
  }

  private static void write(VectorTableWriter writer, long sequence, int from) {
    List<VectorRow> rows = new ArrayList<>();
    for (int i = from; i < from + ROWS; i++) {
      rows.addAll(record("k" + i, sequence, "word " + i));
    }
    TestBatches.commit(writer, sequence, rows);
  }

  private static void createIndex(LanceTable table) {
    table
        .dataset()
        .createIndex(
            IndexOptions.builder(
                    List.of("text"),
                    IndexType.INVERTED,
                    IndexParams.builder()
                        .setScalarIndexParams(
                            InvertedIndexParams.builder()
                                .baseTokenizer("simple")
                                .language("English")
                                .build())
                        .build())
                .withIndexName(INDEX)
                .build());
    table.refresh();
  }

  private static void optimize(LanceTable table, int segments) {
    table
        .dataset()
        .optimizeIndices(
            OptimizeOptions.builder()
                .indexNames(List.of(INDEX))
                .numIndicesToMerge(segments)
                .build());
    table.refresh();
  }

  private static int found(LanceTable table, @Nullable String filter) throws Exception {
    ScanOptions.Builder options =
        new ScanOptions.Builder()
            .columns(List.of("id", "_score"))
            .fullTextQuery(FullTextQuery.match("word", "text"))
            .limit(10 * ROWS);
    if (filter != null) {
      options.filter(filter).prefilter(true);
    }
    int rows = 0;
    try (LanceScanner scanner = table.dataset().newScan(options.build());
        ArrowReader batches = scanner.scanBatches()) {
      while (batches.loadNextBatch()) {
        rows += batches.getVectorSchemaRoot().getRowCount();
      }
    }
    return rows;
  }
}
