package dev.freshet.autoloader.filelog;

import java.time.Instant;
import java.util.Comparator;

/**
 * A file as a listing or a watch event saw it. The same path with another size or time than its
 * newest version is another version, also if an earlier version had them.
 *
 * @param path absolute path, without a scheme
 * @param size in bytes, not negative
 * @param modifiedAt as precise as the file system has it
 * @param change a number that differs after every change of the file, also one that leaves size and
 *     time as they were; 0 if the file system has none
 */
public record LandedFile(String path, long size, Instant modifiedAt, long change) {

  /** The order in which the files of one round are numbered: oldest first, then by path. */
  public static final Comparator<LandedFile> ORDER =
      Comparator.comparing(LandedFile::modifiedAt).thenComparing(LandedFile::path);

  /** Checks the values. */
  public LandedFile {
    if (path.isEmpty() || size < 0) {
      throw new IllegalArgumentException("Invalid landed file: path '" + path + "', size " + size);
    }
  }

  /** A file of a file system that has no number of changes. */
  public LandedFile(String path, long size, Instant modifiedAt) {
    this(path, size, modifiedAt, 0);
  }

  /**
   * Whether a file is still this one, as exactly as is known: by its number of changes, or by its
   * size and time if this has no such number.
   */
  public boolean isStill(LandedFile now) {
    return change == 0 ? looksLike(now) : equals(now);
  }

  /** Whether path, size and time are those of the other; its content may still be another. */
  public boolean looksLike(LandedFile other) {
    return path.equals(other.path) && size == other.size && modifiedAt.equals(other.modifiedAt);
  }
}
