package dev.freshet.autoloader.filelog;

import java.time.Instant;
import java.util.Comparator;

/**
 * A file as a listing or a watch event saw it; path, size and modification time together are the
 * identity of a file version. The same path with another size or time is another version.
 *
 * @param path absolute path, without a scheme
 * @param size in bytes, not negative
 * @param modifiedAt as precise as the file system has it
 */
public record LandedFile(String path, long size, Instant modifiedAt) {

  /** The order in which the files of one round are numbered: oldest first, then by path. */
  public static final Comparator<LandedFile> ORDER =
      Comparator.comparing(LandedFile::modifiedAt).thenComparing(LandedFile::path);

  /** Checks the values. */
  public LandedFile {
    if (path.isEmpty() || size < 0) {
      throw new IllegalArgumentException("Invalid landed file: path '" + path + "', size " + size);
    }
  }
}
