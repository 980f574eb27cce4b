package dev.freshet.autoloader.reader;

import dev.freshet.autoloader.compression.FileOpener;
import dev.freshet.autoloader.compression.UnsuitableContentException;
import dev.freshet.autoloader.fs.LandingAccess;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * Finds a line, or a record between marks, that is too long before a reader of Spark takes it into
 * memory, which has no bound.
 */
public final class LongLines {
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
  public static void requireNone(
      LandingAccess landing, String path, long landedBytes, int maxLineBytes) throws IOException {
    if (!mayHaveOne(path, landedBytes, maxLineBytes)) {
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

  /**
   * The same of what stands between two marks.
   *
   * @param mark a text whose first character is not in it again
   * @throws UnsuitableContentException if that is longer
   */
  public static void requireNone(
      LandingAccess landing, String path, long landedBytes, int maxBytes, String mark)
      throws IOException {
    if (!mayHaveOne(path, landedBytes, maxBytes)) {
      return;
    }
    byte[] wanted = mark.getBytes(StandardCharsets.UTF_8);
    byte[] buffer = new byte[BUFFER_BYTES];
    int matched = 0;
    long length = 0;
    try (InputStream content = FileOpener.open(landing, path)) {
      for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
        for (int i = 0; i < read; i++) {
          matched = buffer[i] == wanted[matched] ? matched + 1 : buffer[i] == wanted[0] ? 1 : 0;
          length++;
          if (matched == wanted.length) {
            matched = 0;
            length = 0;
          } else if (length > maxBytes) {
            throw new UnsuitableContentException(
                "there are more than " + maxBytes + " bytes from one '" + mark + "' to the next",
                "Write smaller records and land it again");
          }
        }
      }
    }
  }

  /** Whether a file of that size may have more bytes in a line. */
  static boolean mayHaveOne(String path, long landedBytes, int maxBytes) {
    return landedBytes > (FileOpener.isPacked(path) ? maxBytes / LARGEST_RATIO : maxBytes);
  }
}
