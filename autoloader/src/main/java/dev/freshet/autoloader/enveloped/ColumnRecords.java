package dev.freshet.autoloader.enveloped;

import dev.freshet.autoloader.format.FileRecord;
import dev.freshet.autoloader.format.FileRecords;
import dev.freshet.autoloader.fs.LandingAccess;
import dev.freshet.autoloader.reader.SecondReading;
import dev.freshet.autoloader.reader.SparkJson;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.apache.spark.sql.catalyst.InternalRow;
import org.jspecify.annotations.Nullable;

/** The rows of one file, read forward, each a JSON object. Not thread-safe. */
final class ColumnRecords implements FileRecords {
  private static final String MALFORMED =
      "Cannot read the row: it is malformed, as with more or fewer values than the header has. Write"
          + " it again as the format wants it and land that.";

  private final ScannedFile.Layout layout;
  private final ColumnContents.Reading reading;
  private final SparkJson json;
  private final SecondReading<FileRecord> records;

  ColumnRecords(
      ScannedFile file, String path, ColumnContents.Reading reading, LandingAccess landing) {
    this.layout = Objects.requireNonNull(file.layout());
    this.reading = reading;
    this.json = new SparkJson(layout.columns(), true, reading.timeZone());
    this.records =
        new SecondReading<>(
            () -> new Rows(layout.rows().apply(Objects.requireNonNull(file.part()))),
            path,
            landing);
  }

  /** One reading of the file. */
  private final class Rows implements SecondReading.Rows<FileRecord> {
    private final scala.collection.Iterator<InternalRow> rows;
    private long row;

    Rows(scala.collection.Iterator<InternalRow> rows) {
      this.rows = rows;
    }

    @Override
    public @Nullable FileRecord next() {
      if (!rows.hasNext()) {
        return null;
      }
      row++;
      return record(rows.next(), row);
    }

    @Override
    public void close() throws IOException {
      if (rows instanceof Closeable closeable) {
        closeable.close();
      }
    }
  }

  @Override
  public @Nullable FileRecord next() throws IOException {
    return records.next();
  }

  private FileRecord record(InternalRow read, long row) {
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

  @Override
  public void close() throws IOException {
    records.close();
  }
}
