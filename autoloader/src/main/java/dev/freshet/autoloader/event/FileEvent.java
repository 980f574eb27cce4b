package dev.freshet.autoloader.event;

import java.time.Instant;
import java.util.Optional;

/**
 * What a message of a queue says about one file, or about a directory. Nothing of it is relied on
 * but the path, at which the storage is asked.
 *
 * @param path as the file log has it
 * @param subject what is at the path
 * @param size in bytes; -1 if the event does not say it
 * @param etag entity tag of the file, if the event says it
 * @param eventTime when the storage says that it happened
 */
public record FileEvent(
    String path, Subject subject, long size, Optional<String> etag, Instant eventTime) {

  /** What an event is about. */
  public enum Subject {
    /** A file that was written to its end. */
    WHOLE_FILE,
    /** A file that may still be in writing. */
    FILE,
    /** A directory that came with all that is below it, of which no event speaks. */
    DIRECTORY
  }
}
