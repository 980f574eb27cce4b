package dev.freshet.home.delta;

import io.delta.kernel.Scan;
import io.delta.kernel.ScanBuilder;
import io.delta.kernel.Snapshot;
import io.delta.kernel.data.ColumnVector;
import io.delta.kernel.data.ColumnarBatch;
import io.delta.kernel.data.FilteredColumnarBatch;
import io.delta.kernel.data.Row;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.engine.FileReadResult;
import io.delta.kernel.expressions.Predicate;
import io.delta.kernel.internal.InternalScanFileUtils;
import io.delta.kernel.internal.actions.AddFile;
import io.delta.kernel.internal.data.ScanStateRow;
import io.delta.kernel.internal.util.Utils;
import io.delta.kernel.types.StructType;
import io.delta.kernel.utils.CloseableIterator;
import io.delta.kernel.utils.FileStatus;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Streams the rows of one version through Delta Kernel. Memory: one Parquet batch, whatever the
 * size of the table. Files whose statistics rule the predicate out are not opened; rows of the
 * other files are checked one by one.
 */
final class TableScan {

  private final Engine engine;
  private final TableSchema schema;
  private final Snapshot snapshot;

  TableScan(Engine engine, TableSchema schema, Snapshot snapshot) {
    this.engine = engine;
    this.schema = schema;
    this.snapshot = snapshot;
  }

  /** Reads the given columns of all rows, or of those that pass the filter. */
  void rows(List<String> columns, Optional<RowFilter> filter, Consumer<@Nullable Object[]> consumer)
      throws IOException {
    List<Column> read = new ArrayList<>();
    columns.forEach(name -> read.add(schema.column(name)));
    int compared = -1;
    if (filter.isPresent()) {
      compared = columns.indexOf(filter.get().column());
      if (compared < 0) {
        compared = read.size();
        read.add(schema.column(filter.get().column()));
      }
    }
    Optional<Predicate> predicate = filter.map(RowFilter::predicate);
    RowReader reader = new RowReader(read, columns.size(), compared, filter, consumer);
    scan(build(read, predicate), predicate, reader);
  }

  /** Adds up the rows by the statistics of files; empty when a file has none. Opens no file. */
  OptionalLong rowCount() throws IOException {
    long rows = 0;
    try (CloseableIterator<FilteredColumnarBatch> files =
        build(List.of(), Optional.empty()).getScanFiles(engine, true)) {
      while (files.hasNext()) {
        try (CloseableIterator<Row> batch = files.next().getRows()) {
          while (batch.hasNext()) {
            Row file = batch.next();
            AddFile added = new AddFile(file.getStruct(InternalScanFileUtils.ADD_FILE_ORDINAL));
            if (added.getNumRecords().isEmpty()) {
              return OptionalLong.empty();
            }
            rows += added.getNumRecords().get() - deleted(added);
          }
        }
      }
    }
    return OptionalLong.of(rows);
  }

  private static long deleted(AddFile file) {
    return file.getDeletionVector().map(vector -> vector.getCardinality()).orElse(0L);
  }

  private Scan build(List<Column> columns, Optional<Predicate> filter) {
    ScanBuilder builder = snapshot.getScanBuilder();
    if (!columns.isEmpty()) {
      builder = builder.withReadSchema(new TableSchema(schema.name(), columns, null).kernelType());
    }
    return filter.isPresent() ? builder.withFilter(filter.get()).build() : builder.build();
  }

  private void scan(Scan scan, Optional<Predicate> filter, RowReader reader) throws IOException {
    Row state = scan.getScanState(engine);
    try (CloseableIterator<FilteredColumnarBatch> files = scan.getScanFiles(engine)) {
      while (files.hasNext()) {
        try (CloseableIterator<Row> batch = files.next().getRows()) {
          while (batch.hasNext()) {
            readFile(state, batch.next(), filter, reader);
          }
        }
      }
    }
  }

  private void readFile(Row state, Row file, Optional<Predicate> filter, RowReader reader)
      throws IOException {
    StructType physical = ScanStateRow.getPhysicalDataReadSchema(state);
    FileStatus status = InternalScanFileUtils.getAddFileStatus(file);
    try (CloseableIterator<FileReadResult> results =
            engine
                .getParquetHandler()
                .readParquetFiles(Utils.singletonCloseableIterator(status), physical, filter);
        CloseableIterator<ColumnarBatch> data = results.map(FileReadResult::getData);
        CloseableIterator<FilteredColumnarBatch> logical =
            Scan.transformPhysicalData(engine, state, file, data)) {
      for (Optional<FilteredColumnarBatch> rows = next(logical, status);
          rows.isPresent();
          rows = next(logical, status)) {
        reader.read(rows.get());
      }
    }
  }

  /** What fails here is the file, and not what is done with its rows. */
  private static Optional<FilteredColumnarBatch> next(
      CloseableIterator<FilteredColumnarBatch> logical, FileStatus file) {
    try {
      return logical.hasNext() ? Optional.of(logical.next()) : Optional.empty();
    } catch (RuntimeException unreadable) {
      throw new UnreadableFileException(file.getPath(), unreadable);
    }
  }

  /** A data file that cannot be decoded, or that storage does not give. */
  static final class UnreadableFileException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String path;

    UnreadableFileException(String path, RuntimeException cause) {
      super(path + ": " + cause.getMessage(), cause);
      this.path = path;
    }

    String path() {
      return path;
    }
  }

  /**
   * Turns batches into rows.
   *
   * @param columns columns of a batch
   * @param width how many of them the consumer asked for
   * @param compared ordinal of the filter's column
   */
  private record RowReader(
      List<Column> columns,
      int width,
      int compared,
      Optional<RowFilter> filter,
      Consumer<@Nullable Object[]> consumer) {

    void read(FilteredColumnarBatch batch) {
      ColumnarBatch data = batch.getData();
      Optional<ColumnVector> selected = batch.getSelectionVector();
      for (int i = 0; i < data.getSize(); i++) {
        boolean live =
            selected.isEmpty() || (!selected.get().isNullAt(i) && selected.get().getBoolean(i));
        if (live && passes(data, i)) {
          consumer.accept(row(data, i));
        }
      }
    }

    private boolean passes(ColumnarBatch data, int i) {
      return filter.isEmpty() || filter.get().passes(value(data, compared, i));
    }

    private @Nullable Object[] row(ColumnarBatch data, int i) {
      @Nullable Object[] row = new Object[width];
      for (int c = 0; c < width; c++) {
        row[c] = value(data, c, i);
      }
      return row;
    }

    private @Nullable Object value(ColumnarBatch data, int column, int i) {
      return columns.get(column).type().read(data.getColumnVector(column), i);
    }
  }
}
