package dev.freshet.core.config.value;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** The rules that names of record fields follow in every key that lists them. */
public final class FieldNames {

  private static final Pattern PATH = Pattern.compile("[^\\s.{}][^.{}]*(\\.[^\\s.{}][^.{}]*)*");

  private FieldNames() {}

  /** Whether {@code name} is a field, or fields joined by dots for a nested one. */
  static boolean isPath(String name) {
    return name.equals(name.strip()) && PATH.matcher(name).matches();
  }

  /**
   * Notes every name of {@code names} that is not a field path, and every name that is listed
   * twice.
   */
  public static void check(Problems problems, String key, List<String> names) {
    Set<String> seen = new HashSet<>();
    for (String name : names) {
      if (!isPath(name)) {
        problems.add(
            key,
            "'" + name + "' is not the name of a field",
            "Name a field of the record, or join nested ones with dots, such as author.name.");
      }
      if (!seen.add(name.toLowerCase(Locale.ROOT))) {
        problems.add(key, "'" + name + "' is listed twice", "Name every field once.");
      }
    }
  }
}
