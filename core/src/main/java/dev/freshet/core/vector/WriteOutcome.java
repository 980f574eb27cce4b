package dev.freshet.core.vector;

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
   */
  record Committed(long version, long deletedRows, int conflicts) implements WriteOutcome {}

  /** The table held this batch, or a later one of the same stream, before. Nothing was written. */
  record AlreadyCommitted(long version) implements WriteOutcome {}
}
