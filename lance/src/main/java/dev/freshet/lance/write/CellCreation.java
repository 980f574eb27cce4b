package dev.freshet.lance.write;

import dev.freshet.core.metadata.MetadataType;
import dev.freshet.core.metadata.MetadataValue;
import dev.freshet.core.vector.VectorRow;
import dev.freshet.lance.table.ChunkSchema;
import dev.freshet.lance.table.LanceErrors;
import dev.freshet.lance.table.LanceTable;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Adds a stored column when the first value of a type lands in a metadata column. The commit
 * changes no data file: in all rows before it the new column is null, and that is true, since none
 * of them has such a value. It conflicts with every other change of rows, which is then repeated.
 * Thread-safe.
 */
final class CellCreation {

  private static final Logger LOGGER = LoggerFactory.getLogger(CellCreation.class);

  private final LanceTable table;
  private final WriterOptions options;

  CellCreation(LanceTable table, WriterOptions options) {
    this.table = table;
    this.options = options;
  }

  /**
   * Makes a cell for every type in {@code rows} that the table has none for.
   *
   * @throws dev.freshet.core.error.CommitConflictException as {@link CommitLoop} says
   * @throws dev.freshet.core.error.CommitStateUnknownException likewise
   */
  synchronized void make(List<VectorRow> rows) {
    Map<String, Set<MetadataType>> types = types(rows);
    if (table.schema().with(types).equals(table.schema())) {
      return;
    }
    CommitLoop loop = new CommitLoop("new columns of vector table " + table.uri(), options);
    while (true) {
      loop.look(table);
      ChunkSchema present = table.schema();
      List<Field> lacking = present.lacks(present.with(types));
      if (lacking.isEmpty()) {
        return;
      }
      try {
        table.sync().around(() -> table.dataset().addColumns(lacking));
        LOGGER
            .atInfo()
            .addKeyValue("table", table.uri())
            .addKeyValue("lanceVersion", table.dataset().version())
            .log("columns added for new types of metadata");
      } catch (RuntimeException e) {
        LOGGER
            .atDebug()
            .addKeyValue("table", table.uri())
            .addKeyValue("error", LanceErrors.firstLine(e))
            .log("cannot add columns, looking again");
        loop.failed(e);
      }
    }
  }

  private static Map<String, Set<MetadataType>> types(List<VectorRow> rows) {
    Map<String, Set<MetadataType>> types = new HashMap<>();
    for (VectorRow row : rows) {
      row.metadata().forEach((column, value) -> add(types, column, value));
    }
    return types;
  }

  private static void add(
      Map<String, Set<MetadataType>> types, String column, @Nullable MetadataValue value) {
    if (value != null) {
      types
          .computeIfAbsent(column, none -> EnumSet.noneOf(MetadataType.class))
          .addAll(value.cells().keySet());
    }
  }
}
