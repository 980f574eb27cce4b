package dev.freshet.pipeline;

import dev.freshet.core.BatchIdentity;
import dev.freshet.pipeline.delta.Ledger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How far each stream had come in some store.
 *
 * <p>Says of a row whether the batch that processed it is in that store. The row's file sequence
 * decides and not the batch id it was written with: a batch that crashed before its commit leaves
 * rows in some layers, and after a lost checkpoint their files may be processed by batches that end
 * elsewhere. Streams are processed in the order of their sequences without gaps, so a file is done
 * exactly if its sequence is at most the end of the newest batch.
 *
 * @param ends end sequence of the newest batch per stream id
 */
record StreamEnds(Map<String, Long> ends) {

  StreamEnds {
    ends = Map.copyOf(ends);
  }

  static StreamEnds of(List<BatchIdentity> newest) {
    Map<String, Long> ends = new HashMap<>();
    newest.forEach(batch -> ends.merge(batch.streamId(), batch.endSequence(), Math::max));
    return new StreamEnds(ends);
  }

  static StreamEnds of(Ledger ledger) {
    Map<String, Long> ends = new HashMap<>();
    ledger.forEach(
        entry -> {
          String batchId = entry.batchId();
          long end = Long.parseLong(batchId.substring(batchId.lastIndexOf(':') + 1));
          ends.merge(stream(batchId), end, Math::max);
        });
    return new StreamEnds(ends);
  }

  /**
   * @param batchId any batch id of the row's stream
   * @param sequence of the file the row comes from
   */
  boolean hold(String batchId, long sequence) {
    return sequence <= ends.getOrDefault(stream(batchId), 0L);
  }

  /** The stream id of a batch id. */
  static String stream(String batchId) {
    return batchId.substring(0, batchId.lastIndexOf(':'));
  }
}
