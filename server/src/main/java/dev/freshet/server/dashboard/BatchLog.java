package dev.freshet.server.dashboard;

import dev.freshet.home.layer.LedgerEntry;
import dev.freshet.home.report.RunStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The batches that the reports of the pipeline named, joined with the ledger. The ledger has every
 * batch; sizes and times are known only of batches that were the newest one when a report was read.
 * Thread-safe.
 */
final class BatchLog {

  private static final int REMEMBERED = 500;

  private final Map<String, RunStatus.LastBatch> seen = new LinkedHashMap<>();

  /**
   * A batch.
   *
   * @param id stream and end sequence
   * @param at when it became queryable, or was recorded
   * @param ledger its status in the ledger; null if it is not recorded yet
   * @param told its sizes and times; null if they are not known
   */
  record Batch(
      String id, Instant at, @Nullable String ledger, RunStatus.@Nullable LastBatch told) {}

  synchronized void saw(RunStatus.LastBatch batch) {
    seen.put(batch.id(), batch);
    if (seen.size() > REMEMBERED) {
      seen.remove(seen.keySet().iterator().next());
    }
  }

  /**
   * All batches, newest first: those that are newer than the ledger's newest entry, then the
   * entries.
   */
  synchronized List<Batch> joined(List<LedgerEntry> ledger) {
    Set<String> recorded = new HashSet<>();
    ledger.forEach(entry -> recorded.add(entry.batchId()));
    Instant newest = ledger.isEmpty() ? Instant.MIN : ledger.get(0).processedAt();
    List<Batch> batches = new ArrayList<>();
    for (RunStatus.LastBatch batch : seen.values()) {
      if (!recorded.contains(batch.id()) && batch.queryableAt().isAfter(newest)) {
        batches.add(0, new Batch(batch.id(), batch.queryableAt(), null, batch));
      }
    }
    for (LedgerEntry entry : ledger) {
      batches.add(
          new Batch(
              entry.batchId(), entry.processedAt(), entry.status(), seen.get(entry.batchId())));
    }
    return batches;
  }
}
