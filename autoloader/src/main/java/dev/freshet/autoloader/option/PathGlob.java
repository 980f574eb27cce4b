package dev.freshet.autoloader.option;

import dev.freshet.autoloader.catalogue.OptionName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.hadoop.fs.GlobExpander;
import org.apache.hadoop.fs.GlobPattern;

/**
 * A landing path with wildcards, as Hadoop writes them. A file is read if its path matches, or the
 * path of a directory it is in. Immutable and thread-safe.
 */
public final class PathGlob {
  private static final Pattern WILDCARD = Pattern.compile("[*?\\[{]");

  private final String base;
  private final boolean strict;
  private final boolean recursive;
  private final List<List<GlobPattern>> alternatives;

  private PathGlob(
      String base, boolean strict, boolean recursive, List<List<GlobPattern>> alternatives) {
    this.base = base;
    this.strict = strict;
    this.recursive = recursive;
    this.alternatives = alternatives;
  }

  /** Whether the path has wildcards. */
  public static boolean isGlob(String path) {
    return WILDCARD.matcher(path).find();
  }

  /** The directory above the first name with a wildcard, as the path begins. */
  public static String base(String path) {
    int slash = path.lastIndexOf('/', firstWildcard(path));
    return slash < 0 ? "." : slash == 0 ? "/" : path.substring(0, slash);
  }

  /**
   * The wildcards of a landing path.
   *
   * @param path with wildcards, as given
   * @param base absolute path that stands for its {@link #base}
   * @param strict whether {@code *} stays within one directory name
   * @param recursive whether sub-directories of a directory that matches are read
   * @throws InvalidOptionException if it is not a glob
   */
  public static PathGlob of(String path, String base, boolean strict, boolean recursive) {
    String below = path.substring(path.lastIndexOf('/', firstWildcard(path)) + 1);
    try {
      List<List<GlobPattern>> alternatives = new ArrayList<>();
      for (String alternative : GlobExpander.expand(below)) {
        Stream<String> names =
            strict ? Arrays.stream(alternative.split("/+")) : Stream.of(alternative);
        alternatives.add(names.map(GlobPattern::new).toList());
      }
      return new PathGlob(base.endsWith("/") ? base : base + "/", strict, recursive, alternatives);
    } catch (IOException | RuntimeException e) {
      throw new InvalidOptionException(
          OptionName.PATH,
          "'" + path + "' is not a glob (" + e.getMessage() + ")",
          "Write one like /data/*/in, and a \\ before a character that is no wildcard");
    }
  }

  private static int firstWildcard(String path) {
    Matcher matcher = WILDCARD.matcher(path);
    return matcher.find() ? matcher.start() : path.length();
  }

  /** Whether a file below the base is read; {@code path} is absolute. */
  public boolean accepts(String path) {
    if (!path.startsWith(base)) {
      return false;
    }
    List<String> names = Arrays.asList(path.substring(base.length()).split("/"));
    return alternatives.stream().anyMatch(each -> accepts(each, names));
  }

  private boolean accepts(List<GlobPattern> pattern, List<String> names) {
    int shortest = recursive ? 1 : Math.max(1, names.size() - 1);
    for (int length = shortest; length <= names.size(); length++) {
      if (strict
          ? matches(pattern, names.subList(0, length))
          : matchesJoined(pattern, names, length)) {
        return true;
      }
    }
    return false;
  }

  private static boolean matchesJoined(List<GlobPattern> pattern, List<String> names, int length) {
    return pattern.get(0).matches(String.join("/", names.subList(0, length)));
  }

  private static boolean matches(List<GlobPattern> pattern, List<String> names) {
    boolean matches = pattern.size() == names.size();
    for (int i = 0; matches && i < names.size(); i++) {
      matches = pattern.get(i).matches(names.get(i));
    }
    return matches;
  }
}
