package dev.freshet.storage.damage;

/** A part of a home that can be damaged. */
public enum DamagedPart {
  FILE_LOG,
  CHECKPOINT,
  KEY_INDEX,
  VECTOR_CACHE,
  /** A small JSON file: status, settings, what maintenance remembers. */
  STATE_FILE,
  /** Bronze, Silver, Gold, quarantine, ledger or the history of maintenance. */
  LAYER,
  VECTOR_TABLE,
  /** An index of the vector table, which searches can do without. */
  VECTOR_INDEX
}
