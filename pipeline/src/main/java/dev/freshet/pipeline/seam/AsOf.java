package dev.freshet.pipeline.seam;

import dev.freshet.core.BatchIdentity;
import java.time.Instant;
import java.util.Optional;
import java.util.function.LongFunction;

/**
 * How fresh the vector table is once a batch is in it: everything that landed before that instant
 * is included. Never goes back. Not thread-safe.
 */
public final class AsOf {

  private final LongFunction<Optional<Instant>> discovered;
  private Instant last = Instant.EPOCH;

  /**
   * @param discovered for an end sequence, the time before which everything that landed has at most
   *     that sequence; empty while that is not known
   */
  public AsOf(LongFunction<Optional<Instant>> discovered) {
    this.discovered = discovered;
  }

  /**
   * @param firstLanded when the batch's first file landed: in a backlog, whose files are numbered
   *     by that time, everything before it is included
   */
  Instant after(BatchIdentity batch, Instant firstLanded) {
    Instant now = discovered.apply(batch.endSequence()).orElse(firstLanded);
    last = now.isAfter(last) ? now : last;
    return last;
  }
}
