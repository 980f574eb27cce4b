package dev.freshet.autoloader.fs;

import dev.freshet.autoloader.option.AutoloaderOptions;
import dev.freshet.autoloader.option.LocalPath;
import dev.freshet.autoloader.option.PathGlob;
import dev.freshet.storage.location.Location;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where files land, found on the disk if it is a path of this machine.
 *
 * @param location an existing directory, or one of another storage
 * @param glob which of the files below it are read, if the path has wildcards
 */
public record LandingPath(Location location, Optional<PathGlob> glob) {

  /**
   * The landing path of a stream. A directory of this machine whose own name has characters of a
   * glob is that directory.
   *
   * @throws IllegalArgumentException if it is a path of this machine, and no directory
   */
  public static LandingPath of(AutoloaderOptions options) {
    String text = options.path();
    boolean isGlob =
        PathGlob.isGlob(text)
            && (Location.isRemote(text)
                || !Files.isDirectory(LocalPath.parse("landing path", text)));
    if (!isGlob) {
      return new LandingPath(LocalPath.landing(text), Optional.empty());
    }
    Location base = LocalPath.landing(PathGlob.base(text));
    return new LandingPath(
        base,
        Optional.of(
            PathGlob.of(
                text, base.text(), options.files().strictGlob(), options.files().recursive())));
  }

  /** The directory of this machine; it must be one. */
  public Path directory() {
    return Path.of(location.text());
  }

  /** Whether files in sub-directories are searched. */
  public boolean isDeep(AutoloaderOptions options) {
    return glob.isPresent() || options.files().recursive();
  }

  /** Whether a file below the location is read; {@code path} as the file log has it. */
  public boolean accepts(String path) {
    return glob.map(each -> each.accepts(path)).orElse(true);
  }
}
