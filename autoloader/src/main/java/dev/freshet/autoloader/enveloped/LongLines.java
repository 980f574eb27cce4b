package dev.freshet.autoloader.enveloped;

import dev.freshet.autoloader.compression.FileOpener;
import dev.freshet.autoloader.compression.UnsuitableContentException;
import dev.freshet.autoloader.fs.LandingAccess;
import java.io.IOException;
import java.io.InputStream;

/**
 * Finds a line that is too long before a reader of Spark takes it into memory, which has no bound.
 */
final class LongLines {
  private static final int BUFFER_BYTES = 1 << 16;

  /** More than formats of compression make of a byte. */
  private static final long LARGEST_RATIO = 1100;

  private LongLines() {}

  /**
   * Returns if no line of a file of text is longer. The file is read for that if it may have one.
   *
   * @param landedBytes its size
   * @throws UnsuitableContentException if one is
   */
  static void requireNone(LandingAccess landing, String path, long landedBytes, int maxLineBytes)
      throws IOException {
    boolean packed = FileOpener.isPacked(path);
    if (landedBytes <= (packed ? maxLineBytes / LARGEST_RATIO : maxLineBytes)) {
      return;
    }
    byte[] buffer = new byte[BUFFER_BYTES];
    long line = 1;
    long length = 0;
    try (InputStream content = FileOpener.open(landing, path)) {
      for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
        for (int i = 0; i < read; i++) {
          if (buffer[i] == '\n' || buffer[i] == '\r') {
            line += buffer[i] == '\n' ? 1 : 0;
            length = 0;
          } else if (++length > maxLineBytes) {
            throw new UnsuitableContentException(
                "line " + line + " is longer than " + maxLineBytes + " bytes",
                "Write shorter lines and land it again");
          }
        }
      }
    }
  }
}
