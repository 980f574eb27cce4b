package dev.freshet.autoloader.option;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where files land, found on the disk.
 *
 * @param directory an existing directory, absolute
 * @param glob which of the files below it are read, if the path has wildcards
 */
public record LandingPath(Path directory, Optional<PathGlob> glob) {

  /**
   * The landing path of a stream. A directory whose own name has characters of a glob is that
   * directory.
   *
   * @throws IllegalArgumentException if it is not a directory of this machine
   */
  public static LandingPath of(AutoloaderOptions options) {
    String text = options.path();
    if (!PathGlob.isGlob(text) || Files.isDirectory(LocalPath.parse("landing path", text))) {
      return new LandingPath(LocalPath.landing(text), Optional.empty());
    }
    Path base = LocalPath.landing(PathGlob.base(text));
    return new LandingPath(
        base,
        Optional.of(
            PathGlob.of(
                text, base.toString(), options.files().strictGlob(), options.files().recursive())));
  }

  /** Whether files in sub-directories are searched. */
  public boolean isDeep(AutoloaderOptions options) {
    return glob.isPresent() || options.files().recursive();
  }

  /** Whether a file below the directory is read; {@code path} is absolute. */
  public boolean accepts(String path) {
    return glob.map(each -> each.accepts(path)).orElse(true);
  }
}
