package dev.freshet.autoloader.state;

import dev.freshet.autoloader.filelog.FileHistory.Archived;
import dev.freshet.autoloader.filelog.LandedFile;
import java.time.Instant;
import java.util.Optional;

/**
 * One version of one file of a landing zone, and how far it has come.
 *
 * @param file its path, size and modification time when it was found
 * @param sequence its number in the file log; 0 if it has none, because it is skipped
 * @param state how far it has come
 * @param reason why it is skipped; empty in every other state
 * @param times when it came how far
 * @param archived what was done with it after it had been read
 */
public record TrackedFile(
    LandedFile file,
    long sequence,
    TrackedState state,
    String reason,
    Times times,
    Optional<Archived> archived) {

  /**
   * When a file came how far. Times that an earlier build did not record are empty.
   *
   * @param discoveredAt when it was found
   * @param processedAt when the batch with its last part began, the last time if it was repeated
   * @param committedAt when Spark had that batch in its checkpoint
   */
  public record Times(
      Instant discoveredAt, Optional<Instant> processedAt, Optional<Instant> committedAt) {

    static Times found(Instant at) {
      return new Times(at, Optional.empty(), Optional.empty());
    }
  }
}
