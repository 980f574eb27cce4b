package dev.freshet.lance.write;

import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.FreshetException;
import dev.freshet.core.vector.VectorTableSpec;
import dev.freshet.lance.table.ChunkSchema;
import dev.freshet.lance.table.LanceErrors;
import dev.freshet.lance.table.LanceTable;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens a table or creates it. The first version is written put-if-absent: of several processes
 * that create the same table one succeeds, and the others open its table. A process whose answer
 * was lost opens the table it has created itself.
 */
final class TableCreation {

  private static final Logger LOGGER = LoggerFactory.getLogger(TableCreation.class);
  private static final long ARROW_BYTES_MAX = 16L << 20;

  private TableCreation() {}

  static LanceTable openOrCreate(String uri, VectorTableSpec spec) {
    ChunkSchema schema = ChunkSchema.of(spec);
    LanceTable table;
    try {
      table = LanceTable.open(uri);
    } catch (FreshetException e) {
      if (e.code() != ErrorCode.TABLE_NOT_FOUND) {
        throw e;
      }
      create(uri, schema);
      table = LanceTable.open(uri);
    }
    try {
      table.schema().requireFits(uri, spec);
      return table;
    } catch (Exception e) {
      table.close();
      throw e;
    }
  }

  private static void create(String uri, ChunkSchema schema) {
    try (BufferAllocator allocator = new RootAllocator(ARROW_BYTES_MAX)) {
      new FragmentWriter(uri, allocator, () -> schema).createTable();
      LOGGER.atInfo().addKeyValue("table", uri).log("vector table created");
    } catch (Exception e) {
      if (!LanceErrors.isAlreadyThere(e) && !LanceErrors.isConflict(e)) {
        throw LanceErrors.failure("create", uri, e);
      }
      LOGGER.atInfo().addKeyValue("table", uri).log("another process has created the vector table");
    }
  }
}
