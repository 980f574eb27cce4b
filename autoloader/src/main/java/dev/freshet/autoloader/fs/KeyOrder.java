package dev.freshet.autoloader.fs;

import java.io.IOException;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Consumer;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A kind of storage that lists its keys in the order of their bytes in UTF-8, and from any key on.
 * Hadoop's interface cannot ask for that. Found by the service loader; thread-safe.
 */
public interface KeyOrder {

  /** Whether this storage is of the kind. */
  boolean accepts(FileSystem files);

  /**
   * Passes the files whose keys come after one, in their order, as a listing of their directories
   * would show them.
   *
   * @param directory all files below it are passed
   * @param after path below the directory; need not exist
   * @throws IOException as Hadoop's own listings
   */
  void listAfter(FileSystem files, Path directory, Path after, Consumer<FileStatus> sink)
      throws IOException;

  /** What knows the order of a storage; empty if nothing does. */
  static Optional<KeyOrder> of(FileSystem files) {
    for (KeyOrder each : ServiceLoader.load(KeyOrder.class)) {
      if (each.accepts(files)) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }
}
