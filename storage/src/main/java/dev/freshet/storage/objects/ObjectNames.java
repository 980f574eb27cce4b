package dev.freshet.storage.objects;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * Names of objects as names of files: every character that a file system or its client may treat
 * specially is written as {@code %} and the hexadecimal numbers of its bytes. A file that begins
 * with a dot is no object. Pure.
 */
public final class ObjectNames {
  private ObjectNames() {}

  /**
   * The name of the file.
   *
   * @throws IllegalArgumentException if the name is empty
   */
  public static String file(String name) {
    if (name.isEmpty()) {
      throw new IllegalArgumentException("The name of an object cannot be empty");
    }
    return URLEncoder.encode(name, StandardCharsets.UTF_8)
        .replace("+", "%20")
        .replace("*", "%2A")
        .replace(".", "%2E"); // ABFS lets no file end with a dot.
  }

  /** Whether a file is an object, and not a part of one that is being written. */
  public static boolean isObject(String file) {
    return !file.startsWith(".");
  }

  /** The name of the object that a file is. */
  public static String name(String file) {
    return URLDecoder.decode(file, StandardCharsets.UTF_8);
  }
}
