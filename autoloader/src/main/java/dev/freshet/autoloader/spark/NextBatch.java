package dev.freshet.autoloader.spark;

import dev.freshet.autoloader.Admission;
import dev.freshet.autoloader.filelog.FileLog;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.spark.sql.connector.read.streaming.CompositeReadLimit;
import org.apache.spark.sql.connector.read.streaming.ReadLimit;
import org.apache.spark.sql.connector.read.streaming.ReadMaxBytes;
import org.apache.spark.sql.connector.read.streaming.ReadMaxFiles;

/**
 * The batch that a stream takes next, while it is decided where it ends.
 *
 * @param log of the stream
 * @param after end of the batch before
 * @param end last sequence the batch may reach
 */
record NextBatch(FileLog log, long after, long end) {

  /**
   * The last sequence of the batch: the least that limit and admission allow, but always a file;
   * {@code after} if no file is left.
   */
  long end(ReadLimit limit, Optional<Admission.Rule> admission) {
    if (end <= after) {
      return after;
    }
    long limited = withoutAlone(limited(limit));
    return limited <= after
        ? limited
        : admission.map(rule -> admitted(limited, rule)).orElse(limited);
  }

  private long admitted(long limited, Admission.Rule rule) {
    long bytes = Math.max(1, rule.maxBytes(log.bytesBetween(start(), end)));
    return log.sequenceReachingBytes(start(), limited, bytes);
  }

  /** A file that is read alone ends the batch before it, and is a batch. */
  private long withoutAlone(long upTo) {
    OptionalLong alone = log.portions().firstAlone(start(), upTo);
    return alone.isEmpty() ? upTo : Math.max(alone.getAsLong() - 1, start() + 1);
  }

  private long limited(ReadLimit limit) {
    if (limit instanceof CompositeReadLimit composite) {
      long least = end;
      for (ReadLimit each : composite.getReadLimits()) {
        least = Math.min(least, limited(each));
      }
      return least;
    }
    if (limit instanceof ReadMaxFiles files) {
      return Math.min(end, start() + Math.max(1, files.maxFiles()));
    }
    return limit instanceof ReadMaxBytes bytes
        ? log.sequenceReachingBytes(start(), end, bytes.maxBytes())
        : end;
  }

  /** A log that continues above a lost one has nothing up to its own start. */
  private long start() {
    return Math.max(after, log.startAfter());
  }
}
