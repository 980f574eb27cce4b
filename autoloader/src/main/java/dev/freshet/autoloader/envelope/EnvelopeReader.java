package dev.freshet.autoloader.envelope;

import dev.freshet.autoloader.filelog.FileVersion;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/**
 * The rows of the files of one task, one file open at a time. What is wrong with a file ends as a
 * row; only the end of the task itself (an interrupt) and a file above the limit are thrown.
 */
final class EnvelopeReader implements PartitionReader<InternalRow> {
  private static final int COLUMNS = 7;

  private final Iterator<FileVersion> files;
  private final RowReader reader;
  private final long maxFileBytes;
  private @Nullable FileVersion file;
  private RowReader.@Nullable Rows rows;
  private long rowsOfFile;
  private long bytesOfFile;
  private long lastLine;
  private @Nullable InternalRow current;

  EnvelopeReader(List<FileVersion> files, RowReader reader, long maxFileBytes) {
    this.files = files.iterator();
    this.reader = reader;
    this.maxFileBytes = maxFileBytes;
  }

  @Override
  public boolean next() throws IOException {
    while (true) {
      if (file == null) {
        if (!files.hasNext()) {
          return false;
        }
        file = files.next();
        rowsOfFile = 0;
        bytesOfFile = 0;
        lastLine = 0;
      }
      FileVersion now = file;
      EnvelopeRow row = nextOf(now);
      if (row != null) {
        current = internalRow(now, row);
        return true;
      }
    }
  }

  /** The file's next row; null when it is done. */
  private @Nullable EnvelopeRow nextOf(FileVersion now) throws IOException {
    EnvelopeRow row;
    try {
      if (rows == null) {
        rows = reader.read(reader.open(now.path()));
      }
      row = rows.next();
      if (row == null) {
        close();
      }
    } catch (ClosedByInterruptException | InterruptedIOException e) {
      throw e;
    } catch (IOException | RuntimeException | LinkageError e) {
      // Codecs report a corrupt file as any of these, a missing native library as the last.
      file = null;
      closeAfter(e);
      return EnvelopeRow.marker(ReadErrors.of(now, lastLine, e));
    }
    if (row != null) {
      rowsOfFile++;
      lastLine = row.line();
      bytesOfFile += row.value() == null ? 0 : reader.contentBytes(row.value());
      if (bytesOfFile > maxFileBytes) {
        throw FileTooLargeException.unpacked(now.path(), maxFileBytes);
      }
      return row;
    }
    file = null;
    return rowsOfFile == 0 ? EnvelopeRow.marker(ReadErrors.withoutContent(now)) : null;
  }

  /** The file is given up already; that it cannot be closed either changes nothing. */
  private void closeAfter(Throwable cause) {
    try {
      close();
    } catch (IOException | RuntimeException e) {
      cause.addSuppressed(e);
    }
  }

  private static InternalRow internalRow(FileVersion file, EnvelopeRow row) {
    Object[] values = new Object[COLUMNS];
    values[0] = row.value();
    values[1] = row.line();
    values[2] = UTF8String.fromString(file.path());
    values[3] = file.sequence();
    values[4] = file.size();
    values[5] = micros(file.modifiedAt());
    values[6] = row.error() == null ? null : UTF8String.fromString(row.error());
    return new GenericInternalRow(values);
  }

  private static long micros(Instant instant) {
    return TimeUnit.SECONDS.toMicros(instant.getEpochSecond())
        + TimeUnit.NANOSECONDS.toMicros(instant.getNano());
  }

  @Override
  public InternalRow get() {
    InternalRow row = current;
    if (row == null) {
      throw new IllegalStateException("get() before a successful next()");
    }
    return row;
  }

  @Override
  public void close() throws IOException {
    RowReader.Rows open = rows;
    rows = null;
    if (open != null) {
      open.close();
    }
  }
}
