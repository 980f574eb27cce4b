package dev.freshet.autoloader.fs;

import dev.freshet.autoloader.filelog.LandedFile;
import java.io.IOException;

/**
 * Takes files away from a landing zone, but never one that is not the file it was taken for. Errors
 * are those of {@link LandingAccess}. Thread-safe.
 */
public interface LandedRemoval {

  /** What is at the destination of a file. */
  enum Arrival {
    /** Nothing is there. */
    NOTHING,
    /** It looks like the file. */
    FILE,
    /** It is another file. */
    OTHER
  }

  /**
   * Makes sure that files can be moved to a directory.
   *
   * @throws IllegalArgumentException if it is on another file system, or in the landing zone
   * @throws IOException if it is not there and cannot be made
   */
  void requireDestination(String directory) throws IOException;

  /**
   * Whether the file at its path is the one that is known, as exactly as the file system can tell.
   */
  boolean isUnchanged(LandedFile known) throws IOException;

  /** Whether nothing is at a path. */
  boolean isGone(String path) throws IOException;

  /**
   * Moves a file to a path where nothing is, and makes the directories that are missing.
   *
   * @throws ChangedFileException if the file at its path is not the one that is known; it is still
   *     there
   */
  void move(LandedFile known, String destination) throws IOException;

  /**
   * Deletes a file.
   *
   * @param onItsWay a path for which the file may have gone from its own while it is deleted
   * @throws ChangedFileException as {@link #move}
   */
  void delete(LandedFile known, String onItsWay) throws IOException;

  /** What an interrupted {@link #move} or {@link #delete} has left at the other path. */
  Arrival arrival(LandedFile known, String destination) throws IOException;

  /** Ends an interrupted {@link #delete} whose file has left its own path. */
  void deleteArrived(String onItsWay) throws IOException;

  /**
   * Puts what an interrupted move has taken back to where it was.
   *
   * @throws java.nio.file.FileAlreadyExistsException if something is there
   */
  void putBack(String destination, String path) throws IOException;
}
