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
 * The file of one version's manifest, as it was when the version was opened. It is written once and
 * then stays as it is until the version is removed, so a different one under the same name belongs
 * to another table that took the place of the first.
 */
public final class ManifestFile {

  /** What tells a file from a later one of the same name. */
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
   * @throws NoSuchFileException if it is not there
   */
  public static ManifestFile of(String uri, long version) throws IOException {
    // Names count down, in 64 bits without a sign.
    String name = Long.toUnsignedString(-1 - version) + ".manifest";
    Path path = Path.of(uri).resolve("_versions").resolve(name);
    return new ManifestFile(path, stamp(path));
  }

  /** What the version asks of its readers. */
  public TableFormat format() throws IOException {
    return TableFormat.read(Files.readAllBytes(path));
  }

  /** Whether the same file is still there; empty if none is. Some microseconds. */
  public Optional<Boolean> isTheSame() throws IOException {
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
