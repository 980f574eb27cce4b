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
    String name = fileName.toString();
    return !isHidden(name)
        && UNFINISHED_SUFFIXES.stream().noneMatch(name::endsWith)
        && glob.map(matcher -> matcher.matches(fileName)).orElse(true);
  }

  /** Whether a directory of that name is searched, if sub-directories are read. */
  boolean acceptsDirectory(Path fileName) {
    return !isHidden(fileName.toString());
  }

  private static boolean isHidden(String name) {
    return name.startsWith(".") || name.startsWith("_");
  }
}
