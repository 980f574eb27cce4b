package dev.freshet.autoloader.envelope;

import dev.freshet.autoloader.filelog.FileVersion;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/** Makes the rows of {@link EnvelopeForm#SCHEMA}. */
final class EnvelopeRow {

  /** The line of a row that stands for a whole file. */
  static final long MARKER = 0;

  private static final int COLUMNS = 8;

  private EnvelopeRow() {}

  /**
   * A row.
   *
   * @param planned the file
   * @param value UTF-8, or null if there is none
   * @param line from 1; {@link #MARKER} for the whole file
   * @param error what is wrong, or null
   */
  static InternalRow of(
      FileToRead planned, byte @Nullable [] value, long line, @Nullable String error) {
    FileVersion file = planned.version();
    Object[] values = new Object[COLUMNS];
    values[0] = value == null ? null : UTF8String.fromBytes(value);
    values[1] = line;
    values[2] = UTF8String.fromString(file.path());
    values[3] = file.sequence();
    values[4] = file.size();
    values[5] = micros(file.modifiedAt());
    values[6] = error == null ? null : UTF8String.fromString(error);
    values[7] = planned.firstSequence(line);
    return new GenericInternalRow(values);
  }

  private static long micros(Instant instant) {
    return TimeUnit.SECONDS.toMicros(instant.getEpochSecond())
        + TimeUnit.NANOSECONDS.toMicros(instant.getNano());
  }
}
