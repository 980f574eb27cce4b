package dev.freshet.autoloader.discovery;

import dev.freshet.autoloader.option.AutoloaderOptions;
import dev.freshet.autoloader.option.LocalPath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/** Picks some of the files in a landing zone, so that a caller can see what they are like. */
public final class LandingSample {

  /** A landing zone may hold millions of files; the first ones found are enough to choose from. */
  private static final int MAX_FOUND = 10_000;

  private LandingSample() {}

  /**
   * Files that the source would read, spread evenly over those of the landing path. Needs neither a
   * stream nor its file log.
   *
   * @param atMost how many
   * @return none if there are none, or no landing path
   * @throws UncheckedIOException if the landing path cannot be listed
   */
  public static List<Path> files(AutoloaderOptions options, int atMost) {
    Path landing = LocalPath.landing(options.path());
    List<Path> found = new ArrayList<>();
    try {
      Files.walkFileTree(landing, new Collecting(landing, options, found));
    } catch (IOException e) {
      throw new UncheckedIOException(
          "Cannot list landing path "
              + landing
              + ": "
              + e.getMessage()
              + ". Give this user the"
              + " right to read it.",
          e);
    }
    found.sort(null);
    List<Path> chosen = new ArrayList<>();
    int count = Math.min(atMost, found.size());
    for (int i = 0; i < count; i++) {
      chosen.add(found.get((int) ((long) i * found.size() / count)));
    }
    return chosen;
  }

  private static final class Collecting extends SimpleFileVisitor<Path> {
    private final Path landing;
    private final LandingFilter filter;
    private final boolean recursive;
    private final List<Path> found;

    Collecting(Path landing, AutoloaderOptions options, List<Path> found) {
      this.landing = landing;
      this.filter = new LandingFilter(options.files().glob());
      this.recursive = options.files().recursive();
      this.found = found;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
      return directory.equals(landing)
              || (recursive && filter.acceptsDirectory(directory.getFileName()))
          ? FileVisitResult.CONTINUE
          : FileVisitResult.SKIP_SUBTREE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      if (attributes.isRegularFile() && filter.acceptsFile(file.getFileName())) {
        found.add(file);
      }
      return found.size() < MAX_FOUND ? FileVisitResult.CONTINUE : FileVisitResult.TERMINATE;
    }

    /** A file that has just been removed is not chosen. */
    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
      if (file.equals(landing)) {
        throw e;
      }
      return FileVisitResult.CONTINUE;
    }
  }
}
