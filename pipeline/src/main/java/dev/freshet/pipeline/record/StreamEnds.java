package dev.freshet.pipeline.record;

import dev.freshet.core.BatchIdentity;
import dev.freshet.home.layer.LandedLine;
import dev.freshet.home.layer.Ledger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How far a store holds each stream.
 *
 * <p>It answers whether the batch that processed a row is in that store. The row's file sequence
 * decides, not its batch id: a batch that crashed before its commit leaves rows in some layers, and
 * after a lost checkpoint batches with other ends may process their files. Streams are processed in
 * the order of their sequences without gaps, so a file is done exactly if its sequence is at most
 * the end of the newest batch.
 *
 * @param ends end sequence of the newest batch per stream id
 */
public record StreamEnds(Map<String, Long> ends) {

  public StreamEnds {
    ends = Map.copyOf(ends);
  }

  /** The ends that some batches reach. */
  public static StreamEnds of(List<BatchIdentity> newest) {
    Map<String, Long> ends = new HashMap<>();
    newest.forEach(batch -> ends.merge(batch.streamId(), batch.endSequence(), Math::max));
    return new StreamEnds(ends);
  }

  /** The ends that the batches in the ledger reach. */
  public static StreamEnds of(Ledger ledger) {
    List<BatchIdentity> recorded = new ArrayList<>();
    ledger.forEach(entry -> recorded.add(BatchIdentity.parse(entry.batchId())));
    return of(recorded);
  }

  /** Whether the batch that processed the line is in the store. */
  public boolean hold(LandedLine line) {
    return line.sequence() <= ends.getOrDefault(line.stream(), 0L);
  }
}
