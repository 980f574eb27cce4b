package dev.freshet.core.lease;

import java.time.Duration;
import java.util.Optional;

/**
 * Keeps maintenance and writer from committing over each other. Maintenance takes the lease for its
 * commit windows; the writer never takes it, it only waits for a moment when it is held. Ignoring
 * the lease does no harm: the store rejects the later of two commits that touch the same fragments,
 * and the loser repeats its work. The lease only saves that wasted work.
 *
 * <p>It is stored where both processes reach it and changes by conditional writes: of two processes
 * that try at once, one succeeds at most. {@link LeaseRule} decides when it is free; clocks may
 * differ within its bound. Thread-safe.
 */
public interface CommitLease extends AutoCloseable {

  /** Longest time a writer lets a lease delay its commit. */
  Duration WRITER_WAIT_MAX = Duration.ofMillis(250);

  /**
   * Takes the lease if it is free; never waits.
   *
   * @param holder name of the process that takes it, unique
   * @param ttl for how long it is held without {@link Held#renew}; at most {@link LeaseRule#ttlMax}
   * @return empty if another process holds it or was faster
   * @throws dev.freshet.core.error.FreshetException with {@code STORE_UNAVAILABLE}: it is not held,
   *     though others may take it for held until it expires
   */
  Optional<Held> tryAcquire(String holder, Duration ttl);

  /**
   * The lease as it is stored; empty if it was never taken.
   *
   * @throws dev.freshet.core.error.FreshetException with {@code STORE_UNAVAILABLE}
   */
  Optional<LeaseState> current();

  /**
   * For the writer: returns as soon as the lease is free, after {@code maxWait} in any case. A
   * lease that cannot be read counts as free: failing storage must not delay a batch.
   *
   * @param maxWait cut to {@link #WRITER_WAIT_MAX} if longer
   * @return the time it took
   */
  Duration awaitFree(Duration maxWait);

  @Override
  void close();

  /** The lease as its holder sees it. Not thread-safe. */
  interface Held extends AutoCloseable {

    /** Grows with every holder; travels with what is committed under the lease. */
    long fencingToken();

    /** Whether it is still held by this process's clock; does not read storage. */
    boolean isHeld();

    /**
     * The heartbeat: extends the lease by its time to live from now.
     *
     * @return false if another process has it now: commit without it, or not at all
     * @throws dev.freshet.core.error.FreshetException with {@code STORE_UNAVAILABLE}: it is held
     *     until it expires
     */
    boolean renew();

    /**
     * Gives the lease back. Does nothing if it was lost; if storage fails, it expires by itself.
     */
    @Override
    void close();
  }
}
