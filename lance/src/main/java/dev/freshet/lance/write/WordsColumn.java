package dev.freshet.lance.write;

import dev.freshet.core.words.SearchWords;
import dev.freshet.lance.table.ChunkSchema;
import dev.freshet.lance.table.LanceErrors;
import dev.freshet.lance.table.LanceTable;
import dev.freshet.lance.table.TextColumn;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.c.ArrowArrayStream;
import org.apache.arrow.c.Data;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Schema;
import org.lance.ipc.LanceScanner;
import org.lance.ipc.ScanOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives a table of an early version of Freshet the column of the words. One commit adds it to all
 * rows; it writes new files beside the present ones, and searches go on meanwhile. If it fails, the
 * table stays as it is, searches for words go on in the old form, and the next writer tries again.
 */
final class WordsColumn {

  private static final Logger LOGGER = LoggerFactory.getLogger(WordsColumn.class);

  /** Rows of one batch of the scan. */
  private static final long BATCH_ROWS = 1_024;

  private WordsColumn() {}

  static void ensure(LanceTable table) {
    table.refresh();
    if (table.schema().hasWords()) {
      return;
    }
    long started = System.nanoTime();
    try {
      add(table);
      table.refresh();
      LOGGER
          .atInfo()
          .addKeyValue("table", table.uri())
          .addKeyValue("rows", table.dataset().countRows())
          .addKeyValue("durationMs", (System.nanoTime() - started) / 1_000_000)
          .log("the words of all texts are added to the vector table");
    } catch (Exception e) {
      LOGGER
          .atWarn()
          .addKeyValue("table", table.uri())
          .addKeyValue("error", LanceErrors.firstLine(e))
          .log("cannot add the words of the texts, searches for words go on in the old form");
    }
  }

  private static void add(LanceTable table) throws Exception {
    ScanOptions texts =
        new ScanOptions.Builder().columns(List.of(ChunkSchema.TEXT)).batchSize(BATCH_ROWS).build();
    try (LanceScanner scanner = table.dataset().newScan(texts);
        ArrowReader batches = scanner.scanBatches();
        ArrowArrayStream stream = ArrowArrayStream.allocateNew(table.allocator())) {
      Data.exportArrayStream(
          table.allocator(), new WordsOfTexts(table.allocator(), batches), stream);
      table.sync().around(() -> table.dataset().addColumns(stream, Optional.of(BATCH_ROWS)));
    }
  }

  /** The words of the texts of each batch, in the same order. */
  private static final class WordsOfTexts extends ArrowReader {

    private final ArrowReader texts;

    WordsOfTexts(BufferAllocator allocator, ArrowReader texts) {
      super(allocator);
      this.texts = texts;
    }

    @Override
    public boolean loadNextBatch() throws IOException {
      prepareLoadNextBatch();
      if (!texts.loadNextBatch()) {
        return false;
      }
      TextColumn column = TextColumn.of(texts.getVectorSchemaRoot(), ChunkSchema.TEXT);
      VectorSchemaRoot root = getVectorSchemaRoot();
      root.clear();
      VarCharVector words = (VarCharVector) root.getVector(ChunkSchema.WORDS);
      for (int row = 0; row < column.rows(); row++) {
        if (!column.isNull(row)) {
          String joined = SearchWords.ofText(column.text(row)).joined();
          words.setSafe(row, joined.getBytes(StandardCharsets.UTF_8));
        }
      }
      words.setValueCount(column.rows());
      root.setRowCount(column.rows());
      return true;
    }

    @Override
    protected void prepareLoadNextBatch() throws IOException {
      ensureInitialized();
    }

    @Override
    public long bytesRead() {
      return 0;
    }

    @Override
    protected void closeReadSource() {}

    @Override
    protected Schema readSchema() {
      return new Schema(List.of(ChunkSchema.wordsField()));
    }
  }
}
