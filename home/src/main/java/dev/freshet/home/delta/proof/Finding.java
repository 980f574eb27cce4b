package dev.freshet.home.delta.proof;

import java.nio.file.Path;

/**
 * A damage of a table.
 *
 * @param version the first version that is not whole; {@link #UNKNOWN} if no log entry that is left
 *     says it
 * @param file the damaged or missing file
 * @param reason what is wrong with it
 */
record Finding(long version, Path file, String reason) {

  /** Only a checkpoint names the file. */
  static final long UNKNOWN = -1;

  /** Whether the file is a checkpoint, which entries may make up for. */
  boolean isCheckpoint() {
    return LogListing.isCheckpoint(file);
  }
}
