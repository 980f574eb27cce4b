package dev.freshet.core.vector;

import java.time.Duration;

/** How a commit ended; every outcome means that the batch is in the table exactly once. */
public sealed interface WriteOutcome {

  /** The table version that holds the batch, or a later one. */
  long version();

  /**
   * This call committed the batch.
   *
   * @param version the version it made
   * @param deletedRows rows that disappeared
   * @param conflicts how often another commit came first and the batch was rebased
   * @param leaseWait how long it waited for maintenance to commit, in whole milliseconds; at most
   *     {@link dev.freshet.core.lease.CommitLease#WRITER_WAIT_MAX} plus one last check
   */
  record Committed(long version, long deletedRows, int conflicts, Duration leaseWait)
      implements WriteOutcome {

    /** Committed without a wait. */
    public Committed(long version, long deletedRows, int conflicts) {
      this(version, deletedRows, conflicts, Duration.ZERO);
    }
  }

  /** The table held this batch, or a later one of the same stream, before. Nothing was written. */
  record AlreadyCommitted(long version) implements WriteOutcome {}
}
