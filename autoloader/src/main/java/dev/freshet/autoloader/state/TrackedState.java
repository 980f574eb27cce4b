package dev.freshet.autoloader.state;

import java.util.Locale;

/** How far a file has come. */
public enum TrackedState {
  /** It is in the file log, and no batch has it yet. */
  DISCOVERED,
  /** A batch that has it, or a part of it, has begun and is not committed. */
  PROCESSED,
  /** Spark has the batch with all of it in its checkpoint. */
  COMMITTED,
  /** It was read, and then deleted or moved by {@code cloudFiles.cleanSource}. */
  ARCHIVED,
  /** It was found and is not read. */
  SKIPPED;

  /** As users write it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
