package dev.freshet.autoloader.typed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import org.apache.hadoop.fs.FileStatus;

/** What Spark's readers want to know of a file that landed. */
final class LandedStatus {
  private LandedStatus() {}

  /**
   * The file as it is now.
   *
   * @param path absolute, without a scheme
   * @return empty if it is gone
   */
  static Optional<FileStatus> of(String path) {
    try {
      BasicFileAttributes now = Files.readAttributes(Path.of(path), BasicFileAttributes.class);
      return Optional.of(
          new FileStatus(
              now.size(),
              false,
              1,
              now.size(),
              now.lastModifiedTime().toMillis(),
              // Hadoop takes the text as it is, not as an escaped URI.
              new org.apache.hadoop.fs.Path("file:" + path)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(
          "Cannot read " + path + ": " + e.getMessage() + ". Make it readable for this user.", e);
    }
  }
}
