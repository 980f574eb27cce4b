package dev.freshet.documents;

import java.time.Duration;

/**
 * The limits of reading one document.
 *
 * @param heapMib heap of the process that reads, in MiB
 * @param time from the request to the answer
 * @param chars most characters of text and markup of a document
 */
record WorkerLimits(int heapMib, Duration time, int chars) {

  /**
   * Large documents usually take seconds and about 100 MiB. The pipeline must hold, cut and embed
   * the text; a book has a million characters.
   */
  static final WorkerLimits DEFAULT = new WorkerLimits(512, Duration.ofSeconds(60), 16 << 20);
}
