package dev.freshet.autoloader.fs;

import dev.freshet.autoloader.compression.LandedBytes;
import dev.freshet.autoloader.filelog.LandedFile;
import dev.freshet.storage.location.StorageAwayException;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How the files of one landing zone are read. Travels to the tasks of a query. Immutable and
 * thread-safe.
 */
public sealed interface LandingAccess extends LandedBytes, Serializable
    permits LocalAccess, HadoopAccess {

  /** The landing zone, as messages name it. */
  String landing();

  /**
   * What a file is like now.
   *
   * @return empty if there is something else, such as a directory
   * @throws java.nio.file.NoSuchFileException if there is nothing
   * @throws IOException if it cannot be looked at
   */
  Optional<LandedFile> look(String path) throws IOException;

  /**
   * As {@link #look} of many files, in their order; empty for those that are gone.
   *
   * @throws UncheckedIOException if one cannot be looked at
   */
  default Map<String, Optional<LandedFile>> lookAll(Set<String> paths) {
    Map<String, Optional<LandedFile>> found = new LinkedHashMap<>();
    for (String path : paths) {
      found.put(path, lookOrGone(path));
    }
    return found;
  }

  private Optional<LandedFile> lookOrGone(String path) {
    try {
      return look(path);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (StorageAwayException e) {
      throw new UncheckedIOException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "Cannot read " + path + ": " + e.getMessage() + ". Make it readable for this user.", e);
    }
  }

  /**
   * Returns if the landing zone can be listed.
   *
   * @throws java.nio.file.NoSuchFileException if it is not there
   * @throws java.nio.file.NotDirectoryException if it is something else
   * @throws java.nio.file.AccessDeniedException if this process may not list it
   * @throws dev.freshet.storage.location.StorageAwayException if nothing can be said about it
   */
  void requireReadable() throws IOException;

  /**
   * Returns if the landing zone itself is there and can be read. A file that is away with all of it
   * is not gone.
   *
   * @param path of the file that could not be read
   * @param cause why
   * @throws IOException if the landing zone is away
   */
  void requireLandingZone(String path, Throwable cause) throws IOException;

  /** Takes its files away. */
  LandedRemoval removal();
}
