package dev.freshet.autoloader.option;

import dev.freshet.storage.location.Location;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** Turns paths as users and Spark write them into paths of this machine. */
public final class LocalPath {
  private static final Pattern SCHEME = Pattern.compile("^[a-zA-Z][a-zA-Z0-9+.-]+:.*");

  private LocalPath() {}

  /**
   * An absolute path of this machine.
   *
   * @param what names the path in the error
   * @throws IllegalArgumentException if the path is not on a local file system
   */
  public static Path parse(String what, String text) {
    if (!SCHEME.matcher(text).matches()) {
      return Path.of(text).toAbsolutePath().normalize();
    }
    if (!text.startsWith("file:")) {
      throw new IllegalArgumentException(
          "Cannot use "
              + what
              + " "
              + text
              + ": it is kept on a local disk. Use a path like /data/state or file:/data/state.");
    }
    return Path.of(new org.apache.hadoop.fs.Path(text).toUri().getPath()).normalize();
  }

  /**
   * Where files land.
   *
   * @throws IllegalArgumentException if it is a path of this machine, and no directory
   */
  public static Location landing(String text) {
    if (Location.isRemote(text)) {
      return Location.parse(text, Path.of("/"));
    }
    Path path = parse("landing path", text);
    if (!Files.exists(path)) {
      throw new IllegalArgumentException(
          "Cannot start source autoloader: landing path "
              + path
              + " does not exist. Create the directory or correct the path.");
    }
    if (!Files.isDirectory(path)) {
      throw new IllegalArgumentException(
          "Cannot start source autoloader: landing path "
              + path
              + " is not a directory. Give the directory in which files land.");
    }
    return new Location.Local(path);
  }
}
