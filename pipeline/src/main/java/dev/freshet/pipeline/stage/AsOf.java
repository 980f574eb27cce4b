package dev.freshet.pipeline.stage;

import dev.freshet.core.BatchIdentity;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.LongFunction;

/**
 * How fresh the vector table is once a batch is in it: everything that landed before that instant
 * is included. Never goes back. Not thread-safe.
 */
public final class AsOf {

  private final LongFunction<Optional<Instant>> discovered;
  private final InstantSource clock;
  private Instant last = Instant.EPOCH;

  /**
   * @param discovered for an end sequence, the time before which everything that landed has at most
   *     that sequence; empty while that is not known
   */
  public AsOf(LongFunction<Optional<Instant>> discovered) {
    this(discovered, InstantSource.system());
  }

  AsOf(LongFunction<Optional<Instant>> discovered, InstantSource clock) {
    this.discovered = discovered;
    this.clock = clock;
  }

  /**
   * @param firstLanded when the batch's first file landed, for want of anything better: files are
   *     numbered by that time
   * @return not later than now, whatever the clock of the writer of a file said
   */
  Instant after(BatchIdentity batch, Instant firstLanded) {
    Instant now = clock.instant();
    Instant fresh = discovered.apply(batch.endSequence()).orElse(firstLanded);
    fresh = fresh.isAfter(now) ? now : fresh;
    last = fresh.isAfter(last) ? fresh : last;
    return last;
  }
}
