package dev.freshet.pipeline.stage;

import dev.freshet.core.BatchIdentity;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.LongFunction;

/**
 * How fresh the vector table is once a batch is in it: everything that landed before that instant
 * is included. The instant never decreases. Not thread-safe.
 */
public final class AsOf {

  private final LongFunction<Optional<Instant>> discovered;
  private final InstantSource clock;
  private Instant last = Instant.EPOCH;

  /**
   * @param discovered for an end sequence, the time before which everything that landed has at most
   *     that sequence; empty while that is unknown
   */
  public AsOf(LongFunction<Optional<Instant>> discovered) {
    this(discovered, InstantSource.system());
  }

  AsOf(LongFunction<Optional<Instant>> discovered, InstantSource clock) {
    this.discovered = discovered;
    this.clock = clock;
  }

  /**
   * How fresh the table is after a batch.
   *
   * @param firstLanded when the batch's first file landed; used while nothing better is known,
   *     since files are numbered by that time
   * @return at most now, also if the clock of a file's writer runs ahead
   */
  Instant after(BatchIdentity batch, Instant firstLanded) {
    Instant now = clock.instant();
    Instant fresh = discovered.apply(batch.endSequence()).orElse(firstLanded);
    fresh = fresh.isAfter(now) ? now : fresh;
    last = fresh.isAfter(last) ? fresh : last;
    return last;
  }
}
