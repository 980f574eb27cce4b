package dev.freshet.autoloader.discovery;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * Whether the text of a path leads back to the file. File names are bytes; the log, the rows and
 * everything behind them carry text, which cannot name a file whose bytes are not text.
 */
final class PathText {
  static final String PROBLEM =
      "its name is not valid text in the encoding of file names ("
          + System.getProperty("sun.jnu.encoding")
          + "), so nothing could open it by its name; rename it";

  /** What a decoder puts in place of bytes it cannot decode. */
  private static final char REPLACEMENT = '\uFFFD';

  private PathText() {}

  static boolean namesItsFile(Path file) {
    String text = file.toString();
    if (text.indexOf(REPLACEMENT) < 0) {
      return true;
    }
    try {
      return Path.of(text).equals(file); // A name may hold that character itself.
    } catch (InvalidPathException e) {
      return false;
    }
  }
}
