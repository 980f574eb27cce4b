package dev.freshet.pipeline.metrics;

import dev.freshet.core.BatchIdentity;

/** Hears of every batch: entry, and completion or failure. Called on the batch's thread. */
public interface BatchListener {

  void started(BatchIdentity identity);

  void completed(BatchReport report);

  void failed(BatchIdentity identity, Exception cause);
}
