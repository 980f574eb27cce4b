package dev.freshet.lance.table;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The manifest file of one version, as it was when the version was opened. It is written once and
 * never changed until the version is removed. So a different file under the same name belongs to
 * another table at the same path.
 */
public final class ManifestFile {

  /** Attributes that differ between a file and a later file of the same name. */
  private record Stamp(@Nullable Object fileKey, FileTime modified, long bytes) {}

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
    return directory(uri).resolve(Long.toUnsignedString(-1 - version) + ".manifest");
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
