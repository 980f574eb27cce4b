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
 * When the files of a landing zone on a local disk landed. A file lands when its directory entry is
 * made. If it was written elsewhere and renamed, that is later than its last write, and the file
 * system keeps it as the time of the last status change, where it has one.
 *
 * @param landingZone the directory
 */
public record LandingTimes(Path landingZone) {

  /**
   * When the newest version of a file landed.
   *
   * @param file relative to the landing zone
   * @throws InvalidRequestException if there is no such file
   */
  Instant landedAt(String file) {
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

  /** A name must not lead out of the landing zone: no other file of this machine may be found. */
  private Path within(String file) {
    try {
      Path relative = Path.of(file);
      Path path = landingZone.resolve(relative).normalize();
      if (!file.isBlank() && !relative.isAbsolute() && path.startsWith(landingZone.normalize())) {
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
