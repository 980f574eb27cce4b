package dev.freshet.autoloader.spark;

import dev.freshet.autoloader.Admission;
import dev.freshet.autoloader.filelog.FileLog;
import java.util.OptionalLong;
import org.apache.spark.sql.connector.read.streaming.CompositeReadLimit;
import org.apache.spark.sql.connector.read.streaming.ReadLimit;
import org.apache.spark.sql.connector.read.streaming.ReadMaxBytes;
import org.apache.spark.sql.connector.read.streaming.ReadMaxFiles;

/** How much one batch may take, in files and bytes; whichever is reached first. */
public final class BatchLimits {
  private BatchLimits() {}

  static ReadLimit of(int maxFiles, OptionalLong maxBytes) {
    ReadLimit files = ReadLimit.maxFiles(maxFiles);
    return maxBytes.isEmpty()
        ? files
        : ReadLimit.compositeLimit(
            new ReadLimit[] {files, ReadLimit.maxBytes(maxBytes.getAsLong())});
  }

  /** The last sequence of the batch that starts after {@code after}; above it if {@code end} is. */
  static long end(FileLog log, long after, long end, ReadLimit limit) {
    return end <= after ? after : limited(log, Math.max(after, log.startAfter()), end, limit);
  }

  /**
   * As much of a batch as {@code rule} admits, at least a file.
   *
   * @param end the last sequence there is
   * @param limited the last one within the other limits
   */
  public static long admitted(
      FileLog log, long after, long end, long limited, Admission.Rule rule) {
    long start = Math.max(after, log.startAfter());
    long bytes = Math.max(1, rule.maxBytes(log.bytesBetween(start, end)));
    return log.sequenceReachingBytes(start, limited, bytes);
  }

  private static long limited(FileLog log, long after, long end, ReadLimit limit) {
    if (limit instanceof CompositeReadLimit composite) {
      long least = end;
      for (ReadLimit each : composite.getReadLimits()) {
        least = Math.min(least, limited(log, after, end, each));
      }
      return least;
    }
    if (limit instanceof ReadMaxFiles files) {
      return Math.min(end, after + Math.max(1, files.maxFiles()));
    }
    return limit instanceof ReadMaxBytes bytes
        ? log.sequenceReachingBytes(after, end, bytes.maxBytes())
        : end;
  }
}
