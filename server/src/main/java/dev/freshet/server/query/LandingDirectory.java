package dev.freshet.server.query;

import dev.freshet.core.error.InvalidRequestException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;

/**
 * A landing zone on this machine's disk. A file is there to be found when its directory entry is
 * made, which is later than its last write if it was written aside and renamed: the time of its
 * last change of status, where the file system keeps it.
 *
 * @param directory the landing zone
 */
public record LandingDirectory(Path directory) {

  /**
   * When the newest version of a file was there to be found.
   *
   * @param file relative to the landing zone
   * @throws InvalidRequestException if there is no such file
   */
  public Instant landedAt(String file) {
    Path path = within(file);
    try {
      if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
        return changedAt(path);
      }
    } catch (FileSystemException e) {
      throw missing();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    throw missing();
  }

  private static Instant changedAt(Path path) throws IOException {
    Instant written =
        Files.readAttributes(path, BasicFileAttributes.class).lastModifiedTime().toInstant();
    if (!path.getFileSystem().supportedFileAttributeViews().contains("unix")) {
      return written;
    }
    Instant changed = ((FileTime) Files.getAttribute(path, "unix:ctime")).toInstant();
    return changed.isAfter(written) ? changed : written;
  }

  /** A name must not lead out of the landing zone: what else is on this machine is nobody's. */
  private Path within(String file) {
    try {
      Path relative = Path.of(file);
      Path path = directory.resolve(relative).normalize();
      if (!file.isBlank() && !relative.isAbsolute() && path.startsWith(directory.normalize())) {
        return path;
      }
    } catch (InvalidPathException e) {
      throw missing();
    }
    throw missing();
  }

  private static InvalidRequestException missing() {
    return new InvalidRequestException(
        "after.file",
        "Cannot wait for this file: it is not in the landing zone. Name it relative to source.path, or pass minFreshness.");
  }
}
