package dev.freshet.autoloader.enveloped;

import dev.freshet.autoloader.format.FileRecord;
import dev.freshet.autoloader.format.FileRecords;
import dev.freshet.autoloader.fs.LandingAccess;
import dev.freshet.autoloader.reader.SparkJson;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.execution.datasources.PartitionedFile;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one file, read forward. A file whose reading fails is read a second time if its
 * storage gives all of its bytes: only what fails again is damage. Not thread-safe.
 */
final class ColumnRecords implements FileRecords {
  private static final String MALFORMED =
      "Cannot read the row: it is malformed, as with more or fewer values than the header has. Write"
          + " it again as the format wants it and land that.";

  private final ScannedFile.Layout layout;
  private final PartitionedFile part;
  private final String path;
  private final ColumnContents.Reading reading;
  private final LandingAccess landing;
  private final SparkJson json;
  private ReadingTask task = new ReadingTask();
  private scala.collection.@Nullable Iterator<InternalRow> rows;
  private long row;
  private boolean secondTime;

  ColumnRecords(
      ScannedFile file, String path, ColumnContents.Reading reading, LandingAccess landing) {
    this.layout = Objects.requireNonNull(file.layout());
    this.part = Objects.requireNonNull(file.part());
    this.path = path;
    this.reading = reading;
    this.landing = landing;
    this.json = new SparkJson(layout.columns(), true, reading.timeZone());
  }

  @Override
  public @Nullable FileRecord next() throws IOException {
    try {
      return read();
    } catch (Exception e) { // Readers of formats report a damaged file as anything.
      requireTask(e);
      if (secondTime) {
        throw ReadFailure.of(path, e);
      }
      ReadFailure.requireStorage(landing, path, e);
      secondTime = true;
      return again();
    }
  }

  private @Nullable FileRecord again() throws IOException {
    try {
      closeRows();
      long before = row;
      row = 0;
      while (row < before && read() != null) {
        // These rows were read.
      }
      return read();
    } catch (Exception e) { // Readers of formats report a damaged file as anything.
      requireTask(e);
      throw ReadFailure.of(path, e);
    }
  }

  private static void requireTask(Exception e) throws InterruptedIOException {
    TaskContext task = TaskContext.get();
    if ((task != null && task.isInterrupted()) || Thread.currentThread().isInterrupted()) {
      InterruptedIOException ended = new InterruptedIOException("the reading was ended");
      ended.initCause(e);
      throw ended;
    }
  }

  private @Nullable FileRecord read() {
    InternalRow read = task.call(this::nextRow);
    if (read == null) {
      return null;
    }
    row++;
    return record(read);
  }

  private @Nullable InternalRow nextRow() {
    scala.collection.Iterator<InternalRow> from = rows;
    if (from == null) {
      from = layout.rows().apply(part);
      rows = from;
    }
    return from.hasNext() ? from.next() : null;
  }

  private FileRecord record(InternalRow read) {
    int corruptAt = layout.columns().length();
    if (layout.corrupt() && !read.isNullAt(corruptAt)) {
      byte[] text = read.getUTF8String(corruptAt).getBytes();
      return text.length <= reading.maxRowBytes()
          ? FileRecord.refused(text, row, MALFORMED)
          : FileRecord.tooLargeRow(row, reading.maxRowBytes());
    }
    byte[] value = json.of(read).getBytes(StandardCharsets.UTF_8);
    return value.length <= reading.maxRowBytes()
        ? FileRecord.of(value, row)
        : FileRecord.tooLargeRow(row, reading.maxRowBytes());
  }

  private void closeRows() throws IOException {
    scala.collection.Iterator<InternalRow> open = rows;
    rows = null;
    if (open instanceof Closeable closeable) {
      closeable.close();
    }
    task.end();
    task = new ReadingTask();
  }

  @Override
  public void close() throws IOException {
    closeRows();
  }
}
