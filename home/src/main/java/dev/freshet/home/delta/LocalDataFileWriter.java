package dev.freshet.home.delta;

import io.delta.kernel.DataWriteContext;
import io.delta.kernel.Transaction;
import io.delta.kernel.data.FilteredColumnarBatch;
import io.delta.kernel.data.Row;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.utils.CloseableIterator;
import io.delta.kernel.utils.DataFileStatus;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes data files in the calling thread, through Delta Kernel. A hundred rows take milliseconds,
 * where a Spark job alone costs some forty.
 */
public final class LocalDataFileWriter implements DataFileWriter {

  private final Engine engine;
  private final TableSchema schema;

  /** A writer for tables with this schema. */
  public LocalDataFileWriter(Engine engine, TableSchema schema) {
    this.engine = engine;
    this.schema = schema;
  }

  @Override
  public List<Row> write(Row transactionState, List<@Nullable Object[]> rows) throws IOException {
    return write(transactionState, rows.iterator());
  }

  /** As {@link #write(Row, List)}; takes the rows one by one. */
  public List<Row> write(Row state, Iterator<@Nullable Object[]> rows) throws IOException {
    try (RowSlices logical = new RowSlices(schema, rows)) {
      return write(engine, state, logical);
    }
  }

  /** As {@link #write(Row, List)}, for rows in Kernel's own form; the caller closes them. */
  public static List<Row> write(
      Engine engine, Row state, CloseableIterator<FilteredColumnarBatch> logical)
      throws IOException {
    DataWriteContext context = Transaction.getWriteContext(engine, state, Map.of());
    try (CloseableIterator<FilteredColumnarBatch> physical =
            Transaction.transformLogicalData(engine, state, logical, Map.of());
        CloseableIterator<DataFileStatus> files =
            engine
                .getParquetHandler()
                .writeParquetFiles(
                    context.getTargetDirectory(), physical, context.getStatisticsColumns());
        CloseableIterator<Row> actions =
            Transaction.generateAppendActions(engine, state, files, context)) {
      List<Row> added = new ArrayList<>();
      actions.forEachRemaining(added::add);
      return added;
    }
  }
}
