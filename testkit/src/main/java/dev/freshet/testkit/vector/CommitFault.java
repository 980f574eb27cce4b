package dev.freshet.testkit.vector;

/** How the next commit of a table under test goes wrong. */
public enum CommitFault {
  /** The store refuses before anything is written; no reader can see the batch. */
  BEFORE_COMMIT,
  /** The store commits, but the answer never reaches the writer. */
  LOST_ANSWER
}
