package dev.freshet.autoloader.format;

import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The records of one file, read forward once. Not thread-safe. */
public interface FileRecords extends Closeable {

  /**
   * The next record that is not blank, or null at the end.
   *
   * @throws IOException if the content cannot be read; a damaged compressed file may also cause an
   *     unchecked exception
   */
  @Nullable FileRecord next() throws IOException;
}
