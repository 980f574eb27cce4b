package dev.freshet.pipeline.metrics;

import dev.freshet.core.BatchIdentity;

/** Is called at the start and at the end of every batch, on the batch's thread. */
public interface BatchListener {

  void started(BatchIdentity identity);

  void completed(BatchReport report);

  void failed(BatchIdentity identity, Exception cause);
}
