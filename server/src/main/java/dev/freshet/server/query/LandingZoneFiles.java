package dev.freshet.server.query;

import dev.freshet.core.BatchIdentity;
import dev.freshet.core.error.InvalidRequestException;
import dev.freshet.search.Wish;
import dev.freshet.storage.location.Location;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The files of a landing zone, for callers who wait until one is searchable.
 *
 * @param landingZone the directory; files of another storage than the local disk cannot be waited
 *     for
 * @param numbers the numbers that the pipeline gave the files
 * @param completed the last batch that the pipeline has reported complete; empty if there is none
 */
public record LandingZoneFiles(
    Location landingZone, FileNumbers numbers, Supplier<Optional<BatchIdentity>> completed) {

  /** The numbers of files. */
  @FunctionalInterface
  public interface FileNumbers {

    /**
     * The number of the newest version of a file, with the stream it belongs to; empty while the
     * pipeline has not seen that version.
     *
     * @param file in the landing zone, there at this moment or not any more
     */
    Optional<BatchIdentity> find(Path file);
  }

  /**
   * The wish that the newest version of a file is searchable.
   *
   * @param file relative to the landing zone
   * @throws InvalidRequestException if there is no such file
   */
  Wish wish(String file) {
    if (!(landingZone instanceof Location.Local local)) {
      throw new InvalidRequestException(
          "after.file",
          "Cannot wait for this file: the landing zone is in another storage, where files cannot be waited for by name. Pass minFreshness.");
    }
    Path path = within(local.path(), file);
    if (!Files.isRegularFile(path)) {
      throw missing();
    }
    return new Wish.File(file, () -> numbers.find(path), completed);
  }

  /** A name must not lead out of the landing zone: no other file of this machine may be found. */
  private static Path within(Path root, String file) {
    try {
      Path relative = Path.of(file);
      Path path = root.resolve(relative).normalize();
      if (!file.isBlank() && !relative.isAbsolute() && path.startsWith(root)) {
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
