package dev.freshet.home.delta;

/** How an append ended. After each of them every row of the batch is in the table exactly once. */
public sealed interface AppendOutcome {

  /**
   * This call committed rows.
   *
   * @param version the table version the commit made
   * @param rows rows in it; fewer than offered when an earlier batch held some of them
   */
  record Appended(long version, long rows) implements AppendOutcome {}

  /**
   * The table already held this batch, or a later one of the same stream. Nothing was written.
   *
   * @param lastCommitted end sequence of a batch of the stream in the table, at least this batch's
   */
  record AlreadyCommitted(long lastCommitted) implements AppendOutcome {}

  /** The table already held every row. Nothing was written, not even the batch identity. */
  record NothingToAppend() implements AppendOutcome {}
}
