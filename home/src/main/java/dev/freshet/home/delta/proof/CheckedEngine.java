package dev.freshet.home.delta.proof;

import io.delta.kernel.data.ColumnVector;
import io.delta.kernel.data.ColumnarBatch;
import io.delta.kernel.data.FilteredColumnarBatch;
import io.delta.kernel.data.Row;
import io.delta.kernel.defaults.engine.DefaultEngine;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.engine.ExpressionHandler;
import io.delta.kernel.engine.FileReadResult;
import io.delta.kernel.engine.FileSystemClient;
import io.delta.kernel.engine.JsonHandler;
import io.delta.kernel.engine.ParquetHandler;
import io.delta.kernel.expressions.Column;
import io.delta.kernel.expressions.Predicate;
import io.delta.kernel.internal.util.Utils;
import io.delta.kernel.types.StructType;
import io.delta.kernel.utils.CloseableIterator;
import io.delta.kernel.utils.DataFileStatus;
import io.delta.kernel.utils.FileStatus;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Access of Delta Kernel to storage, with a checksum beside each log entry and each checkpoint that
 * is written to a local directory, and the checksum of each page that is read compared. It reads
 * neither {@code _last_checkpoint} nor the checksum files of Delta: both only save work, and Kernel
 * believes them, so that a damaged one would end in a table that looks empty or old. Thread-safe.
 */
public final class CheckedEngine implements Engine {

  private static final Logger LOGGER = LoggerFactory.getLogger(CheckedEngine.class);

  /** Parquet's writer gives each page a CRC-32; its reader compares them only if it is told to. */
  private static final String VERIFY_PAGES = "parquet.page.verify-checksum.enabled";

  private final Engine engine;

  /** An engine for the file systems of this configuration. */
  public CheckedEngine(Configuration hadoop) {
    Configuration checked = new Configuration(hadoop);
    checked.setBoolean(VERIFY_PAGES, true);
    this.engine = DefaultEngine.create(checked);
  }

  @Override
  public ExpressionHandler getExpressionHandler() {
    return engine.getExpressionHandler();
  }

  @Override
  public FileSystemClient getFileSystemClient() {
    return engine.getFileSystemClient();
  }

  @Override
  public JsonHandler getJsonHandler() {
    return new CheckedJson(engine.getJsonHandler());
  }

  @Override
  public ParquetHandler getParquetHandler() {
    return new CheckedParquet(engine.getParquetHandler());
  }

  /** The file is valid without the record. */
  private static void record(String path) {
    Optional<Path> file = local(path).filter(LogListing::isEntryOrCheckpoint);
    if (file.isPresent()) {
      try {
        Checksum.record(file.get());
      } catch (IOException failed) {
        LOGGER
            .atWarn()
            .addKeyValue("path", path)
            .addKeyValue("error", failed.toString())
            .log("checksum of a log file was not written, damage of it may not be found");
      }
    }
  }

  private static Optional<Path> local(String path) {
    URI uri = new org.apache.hadoop.fs.Path(path).toUri();
    return uri.getScheme() == null || uri.getScheme().equals("file")
        ? Optional.of(Path.of(uri.getPath()))
        : Optional.empty();
  }

  private record CheckedJson(JsonHandler json) implements JsonHandler {

    @Override
    public ColumnarBatch parseJson(
        ColumnVector lines, StructType schema, Optional<ColumnVector> selection) {
      return json.parseJson(lines, schema, selection);
    }

    @Override
    public CloseableIterator<ColumnarBatch> readJsonFiles(
        CloseableIterator<FileStatus> files, StructType schema, Optional<Predicate> predicate)
        throws IOException {
      List<FileStatus> read = new ArrayList<>();
      try (files) {
        files.forEachRemaining(read::add);
      }
      for (FileStatus file : read) {
        if (file.getPath().endsWith("/_last_checkpoint") || file.getPath().endsWith(".crc")) {
          throw new FileNotFoundException(file.getPath() + " is not read");
        }
      }
      return json.readJsonFiles(Utils.toCloseableIterator(read.iterator()), schema, predicate);
    }

    @Override
    public void writeJsonFileAtomically(String path, CloseableIterator<Row> rows, boolean overwrite)
        throws IOException {
      json.writeJsonFileAtomically(path, rows, overwrite);
      record(path);
    }
  }

  private record CheckedParquet(ParquetHandler parquet) implements ParquetHandler {

    @Override
    public CloseableIterator<FileReadResult> readParquetFiles(
        CloseableIterator<FileStatus> files, StructType schema, Optional<Predicate> predicate)
        throws IOException {
      return parquet.readParquetFiles(files, schema, predicate);
    }

    @Override
    public CloseableIterator<DataFileStatus> writeParquetFiles(
        String directory, CloseableIterator<FilteredColumnarBatch> rows, List<Column> statistics)
        throws IOException {
      return parquet.writeParquetFiles(directory, rows, statistics);
    }

    @Override
    public void writeParquetFileAtomically(
        String path, CloseableIterator<FilteredColumnarBatch> rows) throws IOException {
      parquet.writeParquetFileAtomically(path, rows);
      record(path);
    }
  }
}
