package dev.freshet.autoloader.discovery;

import dev.freshet.autoloader.option.AutoloaderOptions;
import dev.freshet.autoloader.option.FileRules;
import dev.freshet.autoloader.option.LandingPath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Picks some of the files in a landing zone, so that a caller can see what they are like. */
public final class LandingSample {

  /** A landing zone may hold millions of files; the first ones found are enough to choose from. */
  private static final int MAX_FOUND = 10_000;

  private LandingSample() {}

  /**
   * What stands in a landing path.
   *
   * @param chosen some of the files that the source would read, spread evenly, in order of their
   *     paths
   * @param found how many such files were found, at most {@value #MAX_FOUND}
   * @param leftOut entries that the source does not read: files with another name, and directories,
   *     each counted once
   */
  public record Selection(List<Path> chosen, int found, List<Path> leftOut) {

    /** Copies the lists. */
    public Selection {
      chosen = List.copyOf(chosen);
      leftOut = List.copyOf(leftOut);
    }
  }

  /**
   * Files that the source would read, spread evenly over those of the landing path. Needs neither a
   * stream nor its file log.
   *
   * @param atMost how many
   * @return none if there are none, or no landing path
   * @throws UncheckedIOException if the landing path cannot be listed
   */
  public static List<Path> files(AutoloaderOptions options, int atMost) {
    return select(options, atMost).chosen();
  }

  /**
   * As {@link #files}, with what else was found.
   *
   * @throws UncheckedIOException if the landing path cannot be listed
   */
  public static Selection select(AutoloaderOptions options, int atMost) {
    LandingPath path = LandingPath.of(options);
    Path landing = path.directory();
    List<Path> found = new ArrayList<>();
    List<Path> leftOut = new ArrayList<>();
    try {
      Files.walkFileTree(landing, new Collecting(path, options, found, leftOut));
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
    return new Selection(chosen, found.size(), leftOut);
  }

  private static final class Collecting extends SimpleFileVisitor<Path> {
    private final Path landing;
    private final LandingFilter filter;
    private final LandingPath path;
    private final FileRules rules;
    private final boolean recursive;
    private final List<Path> found;
    private final List<Path> leftOut;

    Collecting(LandingPath path, AutoloaderOptions options, List<Path> found, List<Path> leftOut) {
      this.path = path;
      this.landing = path.directory();
      this.filter = new LandingFilter(options.files().glob());
      this.rules = options.files().rules();
      this.recursive = path.isDeep(options);
      this.found = found;
      this.leftOut = leftOut;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
      if (directory.equals(landing)
          || (recursive && filter.acceptsDirectory(directory.getFileName()))) {
        return FileVisitResult.CONTINUE;
      }
      leaveOut(directory);
      return FileVisitResult.SKIP_SUBTREE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      if (attributes.isRegularFile()
          && filter.acceptsFile(file.getFileName())
          && path.accepts(file.toString())
          && rules.accept(attributes.lastModifiedTime().toInstant(), Optional.empty())) {
        found.add(file);
      } else {
        leaveOut(file);
      }
      return found.size() < MAX_FOUND ? FileVisitResult.CONTINUE : FileVisitResult.TERMINATE;
    }

    private void leaveOut(Path entry) {
      if (leftOut.size() < MAX_FOUND) {
        leftOut.add(entry);
      }
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
