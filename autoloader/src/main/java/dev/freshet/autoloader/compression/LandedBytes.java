package dev.freshet.autoloader.compression;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/** Gives the content of a file as it landed, compressed or not. Thread-safe. */
@FunctionalInterface
public interface LandedBytes {

  /** Of files of this machine. */
  LandedBytes LOCAL = path -> RegularFile.open(Path.of(path));

  /**
   * Opens a file.
   *
   * @param path as the file log has it
   * @throws java.nio.file.NoSuchFileException if there is none
   * @throws java.nio.file.AccessDeniedException if this process may not read it
   * @throws UnsuitableContentException if it is not a regular file
   * @throws dev.freshet.storage.location.StorageAwayException if nothing can be said about it; so
   *     may reading
   */
  InputStream open(String path) throws IOException;
}
