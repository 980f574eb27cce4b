package dev.freshet.pipeline.metrics;

import dev.freshet.core.BatchIdentity;
import dev.freshet.home.layer.QuarantineRow;
import java.util.List;

/** Is called at the start and at the end of every batch, on the batch's thread. */
public interface BatchListener {

  void started(BatchIdentity identity);

  void completed(BatchReport report);

  /** Called before {@link #completed} with the rows that the batch put into quarantine. */
  default void quarantined(List<QuarantineRow> rows) {}

  void failed(BatchIdentity identity, Exception cause);
}
