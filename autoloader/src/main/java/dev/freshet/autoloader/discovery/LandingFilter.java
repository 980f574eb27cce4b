package dev.freshet.autoloader.discovery;

import dev.freshet.autoloader.option.PathGlob;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.Optional;

/** Which names in a landing zone are files to read. Immutable and thread-safe. */
final class LandingFilter {
  private static final List<String> UNFINISHED_SUFFIXES = List.of(".tmp", ".crc", "._COPYING_");

  private final Optional<PathMatcher> glob;
  private final Optional<PathGlob> pathGlob;

  /**
   * @param fileNameGlob what the name of a file must match, if anything
   */
  LandingFilter(Optional<String> fileNameGlob) {
    this(fileNameGlob, Optional.empty());
  }

  /**
   * @param fileNameGlob what the name of a file must match, if anything
   * @param pathGlob the wildcards of the landing path, if it has some; directories that cannot hold
   *     a file of it are not searched
   */
  LandingFilter(Optional<String> fileNameGlob, Optional<PathGlob> pathGlob) {
    this.pathGlob = pathGlob;
    this.glob = fileNameGlob.map(text -> FileSystems.getDefault().getPathMatcher("glob:" + text));
  }

  /** Whether a file of that name is read. */
  boolean acceptsFile(Path fileName) {
    return isVisible(fileName.toString())
        && glob.map(matcher -> matcher.matches(fileName)).orElse(true);
  }

  /** As for a file of this machine, of a name in another storage. */
  boolean acceptsFile(String name) {
    return isVisible(name) && (glob.isEmpty() || glob.get().matches(Path.of(name)));
  }

  private static boolean isVisible(String name) {
    return !isHidden(name) && UNFINISHED_SUFFIXES.stream().noneMatch(name::endsWith);
  }

  /** Whether a directory with that path is searched, if sub-directories are read. */
  boolean acceptsDirectory(Path directory) {
    return acceptsDirectory(directory.toString());
  }

  /** As for a directory of this machine, of one in another storage. */
  boolean acceptsDirectory(String path) {
    return !isHidden(path.substring(path.lastIndexOf('/') + 1))
        && pathGlob.map(each -> each.mayHoldFiles(path)).orElse(true);
  }

  /**
   * Whether a listing comes to where a path leads.
   *
   * @param landing the landing zone
   * @param path below it
   * @param recursive whether sub-directories are read
   */
  boolean acceptsWay(String landing, String path, boolean recursive) {
    int slash = path.indexOf('/', landing.length() + 1);
    while (slash >= 0) {
      if (!recursive || !acceptsDirectory(path.substring(0, slash))) {
        return false;
      }
      slash = path.indexOf('/', slash + 1);
    }
    return true;
  }

  private static boolean isHidden(String name) {
    return name.startsWith(".") || name.startsWith("_");
  }
}
