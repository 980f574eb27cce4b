package dev.freshet.pipeline.run;

import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryProgress;

/** What the autoloader reports of itself through Spark's progress events. */
final class SourceProgress {

  private SourceProgress() {}

  /** Bytes discovered and not delivered, as of the newest progress event; 0 before the first. */
  static long outstandingBytes(StreamingQuery query) {
    StreamingQueryProgress progress = query.lastProgress();
    if (progress == null || progress.sources().length == 0) {
      return 0;
    }
    String bytes = progress.sources()[0].metrics().get("numBytesOutstanding");
    return bytes == null ? 0 : Long.parseLong(bytes);
  }
}
