package dev.freshet.autoloader.envelope;

import dev.freshet.autoloader.filelog.FileVersion;
import java.io.Serializable;

/**
 * A file version that is about to be read, and which of its lines landed before.
 *
 * @param version the version
 * @param content path of the file with its content: another one only if the version is a link
 * @param repeatedLines how many lines at its start are all the lines of the version before of its
 *     path
 * @param since sequence of the version in which these lines count as landed
 */
public record FileToRead(FileVersion version, String content, long repeatedLines, long since)
    implements Serializable {

  /** A version of whose lines none is known to have landed before. */
  public static FileToRead of(FileVersion version) {
    return new FileToRead(version, version.path(), 0, version.sequence());
  }

  /** The sequence of the version in which a line landed first. */
  long firstSequence(long line) {
    return line > 0 && line <= repeatedLines ? since : version.sequence();
  }
}
