package dev.freshet.lance.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.maintenance.ColumnIndex;
import dev.freshet.core.vector.VectorRow;
import dev.freshet.core.vector.VectorTableWriter;
import dev.freshet.lance.LanceVectorTable;
import dev.freshet.lance.table.ChunkSchema;
import dev.freshet.lance.table.LanceTable;
import dev.freshet.lance.table.ScannedTexts;
import dev.freshet.lance.write.TestBatches;
import dev.freshet.testkit.vector.SampleRows;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lance.index.OptimizeOptions;
import org.lance.ipc.FullTextQuery;
import org.lance.ipc.ScanOptions;

/**
 * Faults of the library: because of them a full-text index is built again and never extended, and a
 * search for words needs one. If a test fails with another Lance version, that version has fixed
 * the fault.
 */
class FullTextFactsIT {

  private static final int ROWS = 200;

  @TempDir Path directory;

  private VectorTableWriter writer;
  private LanceTable table;

  @BeforeEach
  void open() {
    Path path = directory.resolve("chunks.lance");
    writer = LanceVectorTable.openWriter(path, SampleRows.spec());
    write(1);
    table = LanceTable.open(path.toString());
  }

  @AfterEach
  void close() {
    table.close();
    writer.close();
  }

  /** A quarter of the rows hold the word, every fortieth nothing else. */
  private void write(long batch) {
    List<VectorRow> rows = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      String word = i % 4 == 0 ? "wanted" : "other" + i;
      String text = i % 40 == 0 ? "wanted wanted wanted" : word + " and something more to read";
      rows.addAll(
          SampleRows.record("k" + batch + "-" + i, batch, i % 2 == 0 ? "a" : "b", List.of(text)));
    }
    TestBatches.commit(writer, batch, rows);
  }

  @Test
  void filteredSearchMissesRowsOnceTheIndexHasTwoSegments() throws Exception {
    ColumnIndexes.build(table, ColumnIndex.fullText());
    write(2);
    table.refresh();
    assertThat(found("tenant = 'a'", 1_000)).hasSize(ROWS / 2);

    table
        .dataset()
        .optimizeIndices(
            OptimizeOptions.builder()
                .indexNames(List.of(ColumnIndexes.FULL_TEXT))
                .numIndicesToMerge(0)
                .build());
    table.refresh();

    assertThat(TableIndexes.read(table.dataset()).others())
        .filteredOn(index -> index.getName().equals(ColumnIndexes.FULL_TEXT))
        .allSatisfy(index -> assertThat(index.getSegments()).hasSize(2));
    assertThat(found(null, 1_000)).hasSize(ROWS / 2);
    assertThat(found("tenant = 'a'", 1_000)).hasSizeLessThan(ROWS / 2);
  }

  @Test
  void searchWithoutAnIndexDoesNotFindTheBest() throws Exception {
    assertThat(found(null, 5)).anyMatch(text -> !text.startsWith("wanted wanted"));

    ColumnIndexes.build(table, ColumnIndex.fullText());
    table.refresh();

    assertThat(found(null, 5)).allMatch(text -> text.startsWith("wanted wanted"));
  }

  private List<String> found(@Nullable String filter, int limit) throws Exception {
    ScanOptions.Builder options =
        new ScanOptions.Builder()
            .columns(List.of(ChunkSchema.TEXT, ChunkSchema.SCORE))
            .fullTextQuery(FullTextQuery.match("wanted", ChunkSchema.WORDS))
            .limit(limit);
    if (filter != null) {
      options.filter(filter).prefilter(true);
    }
    return ScannedTexts.of(table, options.build(), ChunkSchema.TEXT);
  }
}
