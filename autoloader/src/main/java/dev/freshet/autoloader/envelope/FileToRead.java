package dev.freshet.autoloader.envelope;

import dev.freshet.autoloader.filelog.FileVersion;
import dev.freshet.autoloader.filelog.Portion;
import java.io.Serializable;

/**
 * A file version that is about to be read, and which of its lines landed before.
 *
 * @param version the version
 * @param content path of the file with its content: another one only if the version is a link
 * @param repeatedLines how many lines at its start are all the lines of the version before of its
 *     path
 * @param since sequence of the version in which these lines count as landed
 * @param portion which of its lines are read
 */
public record FileToRead(
    FileVersion version, String content, long repeatedLines, long since, Portion portion)
    implements Serializable {

  /** All of a version of whose lines none is known to have landed before. */
  public static FileToRead of(FileVersion version) {
    return of(version, version.path(), Portion.whole(version.sequence()));
  }

  /** A portion of a version of whose lines none is known to have landed before. */
  public static FileToRead of(FileVersion version, String content, Portion portion) {
    return new FileToRead(version, content, 0, portion.origin(), portion);
  }

  /** The same with another portion. */
  public FileToRead with(Portion other) {
    return new FileToRead(version, content, repeatedLines, since, other);
  }

  /** The sequence of the version in which a line landed first. */
  long firstSequence(long line) {
    return line > 0 && line <= repeatedLines ? since : portion.origin();
  }
}
