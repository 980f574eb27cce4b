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

  /** Where a pattern may begin to match more than one name, or one name in several ways. */
  private static final Pattern OPEN = Pattern.compile("[*?\\[{\\\\]");

  private final String base;
  private final boolean strict;
  private final boolean recursive;
  private final List<Alternative> alternatives;

  private PathGlob(String base, boolean strict, boolean recursive, List<Alternative> alternatives) {
    this.base = base;
    this.strict = strict;
    this.recursive = recursive;
    this.alternatives = alternatives;
  }

  /**
   * One of the patterns that a glob stands for.
   *
   * @param names what each name must match; one pattern for all of them together if it is not
   *     strict
   * @param start what the path below the base begins with in any case
   */
  private record Alternative(List<GlobPattern> names, String start) {}

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
      List<Alternative> alternatives = new ArrayList<>();
      for (String alternative : GlobExpander.expand(below)) {
        Stream<String> names =
            strict ? Arrays.stream(alternative.split("/+")) : Stream.of(alternative);
        alternatives.add(new Alternative(names.map(GlobPattern::new).toList(), start(alternative)));
      }
      return new PathGlob(base.endsWith("/") ? base : base + "/", strict, recursive, alternatives);
    } catch (IOException | RuntimeException e) {
      throw new InvalidOptionException(
          OptionName.PATH,
          "'" + path + "' is not a glob (" + e.getMessage() + ")",
          "Write one like /data/*/in, and a \\ before a character that is no wildcard");
    }
  }

  private static String start(String alternative) {
    Matcher matcher = OPEN.matcher(alternative);
    return matcher.find() ? alternative.substring(0, matcher.start()) : alternative;
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
    return alternatives.stream().anyMatch(each -> accepts(each.names(), names));
  }

  /**
   * Whether a file in or below a directory may be read, so that it is worth a listing; {@code
   * directory} is absolute and below the base.
   */
  public boolean mayHoldFiles(String directory) {
    if (!directory.startsWith(base)) {
      return true; // The base itself.
    }
    String below = directory.substring(base.length());
    return alternatives.stream()
        .anyMatch(
            each ->
                strict
                    ? mayHoldFiles(each.names(), Arrays.asList(below.split("/")))
                    : startsAlike(each.start(), below + "/"));
  }

  /** A directory that matches is read, with those below it if the glob is recursive. */
  private boolean mayHoldFiles(List<GlobPattern> pattern, List<String> names) {
    if (names.size() > pattern.size() && !recursive) {
      return false;
    }
    int common = Math.min(names.size(), pattern.size());
    return matches(pattern.subList(0, common), names.subList(0, common));
  }

  /** A wildcard that is not strict stands for any number of directories. */
  private static boolean startsAlike(String start, String below) {
    int common = Math.min(start.length(), below.length());
    return start.regionMatches(0, below, 0, common);
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
