package dev.freshet.lance.table;

import dev.freshet.storage.damage.SetAside;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The manifest file of one version, as it was when the version was opened. It is written once and
 * never changed until the version is removed. So a different file under the same name belongs to
 * another table at the same path.
 */
public final class ManifestFile {

  /** Attributes that differ between a file and a later file of the same name. */
  private record Stamp(@Nullable Object fileKey, FileTime modified, long bytes) {}

  private static final Logger LOGGER = LoggerFactory.getLogger(ManifestFile.class);
  private static final String ENDING = ".manifest";
  private static final int NUMBER_DIGITS = 20;

  private final Path path;
  private final Stamp stamp;

  private ManifestFile(Path path, Stamp stamp) {
    this.path = path;
    this.stamp = stamp;
  }

  /**
   * The file of {@code version} of the table at {@code uri}.
   *
   * @throws NoSuchFileException if it does not exist
   */
  public static ManifestFile of(String uri, long version) throws IOException {
    Path path = path(uri, version);
    return new ManifestFile(path, stamp(path));
  }

  /** The directory of the table. */
  public Path table() {
    return path.getParent().getParent();
  }

  /** The path of the file. The names count down, as unsigned numbers of 64 bits. */
  static Path path(String uri, long version) {
    return directory(uri).resolve(Long.toUnsignedString(-1 - version) + ENDING);
  }

  /** Whether the table at {@code uri} has a directory of manifests. */
  public static boolean existAt(String uri) {
    return Files.isDirectory(directory(uri));
  }

  /** The directory of all manifest files of the table at {@code uri}. */
  static Path directory(String uri) {
    return Path.of(uri).resolve("_versions");
  }

  /**
   * Requires that this library can read the version. An open handle needs this check as well: the
   * library checks nothing when the handle moves on.
   *
   * @throws dev.freshet.core.error.FreshetException with {@code TABLE_TOO_NEW} if it cannot
   */
  public void requireReadable(String uri) throws IOException {
    TableFormat.read(Files.readAllBytes(path)).requireKnownToReaders(uri);
  }

  /**
   * Whether the manifest of an older version is damaged. It is put aside then, so that the library,
   * which may end the process on it, no longer sees that version. Nothing depends on it but the
   * handles that are still at it.
   */
  public static boolean putDamagedAside(String uri, long version) {
    Path path = path(uri, version);
    try {
      TableFormat.requireReadable(Files.readAllBytes(path));
      return false;
    } catch (NoSuchFileException e) {
      return false;
    } catch (IOException e) {
      putAside(path, e);
      return true;
    }
  }

  /** Puts the manifest of an older version aside, which the library cannot read. */
  public static void putAside(String uri, long version, Exception damage) {
    putAside(path(uri, version), damage);
  }

  /** The versions that have a manifest, the newest first. */
  public static List<Long> versions(String uri) throws IOException {
    List<Long> versions = new ArrayList<>();
    try (Stream<Path> all = Files.list(directory(uri))) {
      for (Path path : all.sorted().toList()) {
        String name = path.getFileName().toString();
        if (name.matches("[0-9]{20}\\.manifest")) {
          versions.add(-1 - Long.parseUnsignedLong(name.substring(0, NUMBER_DIGITS)));
        }
      }
    }
    return versions;
  }

  private static void putAside(Path path, Exception damage) {
    try {
      LOGGER
          .atWarn()
          .addKeyValue("path", path)
          .addKeyValue("reason", damage.toString())
          .addKeyValue("outcome", "It was moved to " + SetAside.rename(path) + ".")
          .log("the manifest of an old version is damaged");
    } catch (IOException e) {
      LOGGER
          .atDebug()
          .addKeyValue("path", path)
          .addKeyValue("error", e.toString())
          .log("cannot put a damaged manifest aside");
    }
  }

  /** Whether the file is unchanged; empty if it is gone. Takes some microseconds. */
  public Optional<Boolean> isUnchanged() throws IOException {
    try {
      return Optional.of(stamp(path).equals(stamp));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private static Stamp stamp(Path path) throws IOException {
    BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
    return new Stamp(attributes.fileKey(), attributes.lastModifiedTime(), attributes.size());
  }
}
