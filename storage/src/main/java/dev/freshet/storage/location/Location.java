package dev.freshet.storage.location;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A directory of this machine, or one in another storage that Hadoop's file systems reach. Pure:
 * looks at no disk and opens no connection.
 */
public sealed interface Location {

  /** As it is written into file logs and messages, and as {@link #parse} reads it. */
  String text();

  /**
   * A directory of this machine.
   *
   * @param path absolute and normalised
   */
  record Local(Path path) implements Location {

    /** Makes the path absolute. */
    public Local {
      path = path.toAbsolutePath().normalize();
    }

    @Override
    public String text() {
      return path.toString();
    }

    @Override
    public String toString() {
      return text();
    }
  }

  /**
   * A directory of another storage.
   *
   * @param text with its scheme, as Hadoop writes paths: nothing in it is escaped, and no slash
   *     stands at its end
   */
  record Remote(String text) implements Location {

    /** The part before the colon, in lower case, such as {@code s3a}. */
    public String scheme() {
      return text.substring(0, text.indexOf(':')).toLowerCase(Locale.ROOT);
    }

    /** What stands between the slashes: a bucket, {@code container@account.host}; may be empty. */
    public String authority() {
      Matcher matcher = REMOTE.matcher(text);
      return matcher.matches() && matcher.group(2) != null ? matcher.group(2) : "";
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /** A scheme has two letters or more, so that the letter of a drive is none. */
  Pattern REMOTE = Pattern.compile("([a-zA-Z][a-zA-Z0-9+.-]+):(?://([^/]*))?(/.*)?");

  /** Whether a path is written with the scheme of another storage. */
  static boolean isRemote(String text) {
    return REMOTE.matcher(text).matches() && !text.startsWith("file:");
  }

  /**
   * Reads a location as users write it. A relative path is one of this machine.
   *
   * @param base from which a relative path starts
   * @throws InvalidPathException if it cannot be a path of this machine
   */
  static Location parse(String text, Path base) {
    if (isRemote(text)) {
      return new Remote(withoutSlashes(text));
    }
    String local =
        text.startsWith("file:")
            ? text.substring("file:".length()).replaceFirst("^//+", "/")
            : text;
    return new Local(base.resolve(local));
  }

  private static String withoutSlashes(String text) {
    String stripped = text.replaceFirst("/+$", "");
    return stripped.endsWith(":") ? text : stripped;
  }
}
