package dev.freshet.core.maintenance;

import java.io.IOException;
import java.nio.file.Path;
import java.util.NavigableMap;
import java.util.Optional;

/**
 * The files of one version of a table that hold its rows, to be read again and compared with what
 * was written. Not thread-safe.
 */
public interface TableContent {

  /** Their names within the table, with their sizes in bytes. */
  NavigableMap<String, Long> files();

  /**
   * Where a file is.
   *
   * @param name one of {@link #files}
   * @return an absolute path
   */
  Path path(String name);

  /**
   * Reads a file whole and compares it with the checksum that was recorded when it was written.
   *
   * @param name one of {@link #files}
   * @return what is wrong with it; empty if it is as it was written, or if no checksum was recorded
   *     and its size and its ends are right
   * @throws IOException if storage does not answer
   */
  Optional<String> damage(String name) throws IOException;
}
