package dev.freshet.autoloader.event;

/**
 * Where a message of a queue says that something came. What is there, the storage is asked.
 *
 * @param path as the file log has it
 * @param subject what is at the path
 */
public record FileEvent(String path, Subject subject) {

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
