package dev.freshet.autoloader.fs;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * Whether a file can be opened by the text of its path. File names are bytes, but the file log and
 * the rows have text, which cannot name a file whose bytes are not valid in its encoding.
 */
public final class PathText {
  /** What is wrong with a name, and what to do. */
  public static final String PROBLEM =
      "its name is not valid text in the encoding of file names ("
          + System.getProperty("sun.jnu.encoding")
          + "), so it cannot be opened by its name; rename it";

  /** The character by which a decoder replaces bytes that it cannot decode. */
  private static final char REPLACEMENT = '\uFFFD';

  private PathText() {}

  /** Whether the text of a path leads to the file again. */
  public static boolean namesItsFile(Path file) {
    String text = file.toString();
    if (text.indexOf(REPLACEMENT) < 0) {
      return true;
    }
    try {
      return Path.of(text).equals(file); // A name may contain that character itself.
    } catch (InvalidPathException e) {
      return false;
    }
  }
}
