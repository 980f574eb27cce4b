package dev.freshet.documents;

import java.time.Duration;

/**
 * What reading one document may take.
 *
 * @param heapMib heap of the process that reads, in MiB
 * @param time from the request to the answer, by the clock
 * @param chars most characters of text and markup of a document
 */
record WorkerLimits(int heapMib, Duration time, int chars) {

  /**
   * Seconds and some 100 MiB are usual for large documents; the text is what the pipeline has to
   * hold, cut and embed, a book is a million characters.
   */
  static final WorkerLimits DEFAULT = new WorkerLimits(512, Duration.ofSeconds(60), 16 << 20);
}
