package dev.freshet.lance.index;

import dev.freshet.lance.table.ChunkSchema;
import dev.freshet.lance.table.LanceErrors;
import dev.freshet.lance.table.LanceTable;
import org.lance.index.IndexParams;
import org.lance.index.IndexType;
import org.lance.index.scalar.ScalarIndexParams;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The BTREE on the record key. With it a batch finds the rows it replaces without a scan. */
public final class RecordKeyIndex {

  public static final String NAME = ColumnIndexes.name(ChunkSchema.RECORD_KEY);

  private static final Logger LOGGER = LoggerFactory.getLogger(RecordKeyIndex.class);

  private RecordKeyIndex() {}

  /**
   * Creates the index if it is missing, for example after a crash between the table's first two
   * versions. Only speed depends on it, so a failure is logged and the next writer tries again.
   */
  public static void ensure(LanceTable table) {
    try {
      if (table.dataset().listIndexes().contains(NAME)) {
        return;
      }
      IndexParams params =
          IndexParams.builder().setScalarIndexParams(ScalarIndexParams.create("btree")).build();
      table.createIndex(NAME, ChunkSchema.RECORD_KEY, IndexType.BTREE, params);
    } catch (Exception e) {
      LOGGER
          .atWarn()
          .addKeyValue("table", table.uri())
          .addKeyValue("error", LanceErrors.firstLine(e))
          .log("cannot create the index on the record key, batches find their rows by a scan");
    }
  }
}
