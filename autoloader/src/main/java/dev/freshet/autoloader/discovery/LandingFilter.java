package dev.freshet.autoloader.discovery;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.Optional;

/** Which names in a landing zone are files to read. Immutable and thread-safe. */
final class LandingFilter {
  private static final List<String> UNFINISHED_SUFFIXES = List.of(".tmp", ".crc", "._COPYING_");

  private final Optional<PathMatcher> glob;

  /**
   * @param fileNameGlob what the name of a file must match, if anything
   */
  LandingFilter(Optional<String> fileNameGlob) {
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

  /** Whether a directory of that name is searched, if sub-directories are read. */
  boolean acceptsDirectory(Path fileName) {
    return acceptsDirectory(fileName.toString());
  }

  /** As for a directory of this machine, of a name in another storage. */
  boolean acceptsDirectory(String name) {
    return !isHidden(name);
  }

  private static boolean isHidden(String name) {
    return name.startsWith(".") || name.startsWith("_");
  }
}
