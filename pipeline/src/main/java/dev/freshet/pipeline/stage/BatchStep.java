package dev.freshet.pipeline.stage;

/** The steps of the protocol; a process may die between any two. See {@code docs/semantics.md}. */
public enum BatchStep {
  /** The batch has arrived; nothing is written. */
  STARTED,
  /** Bronze, Silver, Gold and quarantine hold the batch; the rows' data files are written. */
  LAYERS_APPENDED,
  /** The vector table holds the batch: it is queryable. */
  VECTORS_COMMITTED,
  /** The key index knows the batch. */
  KEYS_APPLIED,
  /** The ledger has its row. */
  RECORDED
}
