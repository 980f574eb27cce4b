package dev.freshet.autoloader.discovery;

import dev.freshet.autoloader.fs.HadoopAccess;
import dev.freshet.autoloader.fs.HadoopStore;
import dev.freshet.autoloader.fs.LandingAccess;
import dev.freshet.autoloader.fs.LandingPath;
import dev.freshet.autoloader.option.AutoloaderOptions;
import dev.freshet.autoloader.option.FileRules;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Picks some of the files in a landing zone, so that a caller can see what they are like. */
public final class LandingSample {

  /** A landing zone may hold millions of files; the first ones found are enough to choose from. */
  public static final int MAX_FOUND = 10_000;

  private LandingSample() {}

  /**
   * What stands in a landing path.
   *
   * @param chosen paths of some of the files that the source would read, spread evenly, in order
   * @param found how many such files were found, at most {@value #MAX_FOUND}
   * @param leftOut paths of entries that the source does not read: files with another name, and
   *     directories, each counted once
   */
  public record Selection(List<String> chosen, int found, List<String> leftOut) {

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
   * @param access how they are reached
   * @param atMost how many
   * @return none if there are none, or no landing path
   * @throws UncheckedIOException if the landing path cannot be listed
   */
  public static List<String> files(AutoloaderOptions options, LandingAccess access, int atMost) {
    return select(options, access, atMost).chosen();
  }

  /**
   * As {@link #files}, with what else was found.
   *
   * @throws UncheckedIOException if the landing path cannot be listed
   */
  public static Selection select(AutoloaderOptions options, LandingAccess access, int atMost) {
    Found found = new Found(options);
    try {
      if (access instanceof HadoopAccess elsewhere) {
        walk(elsewhere.store(), found);
      } else {
        Path landing = Path.of(access.landing());
        Files.walkFileTree(landing, new Collecting(landing, found));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "Cannot list landing path "
              + access.landing()
              + ": "
              + e.getMessage()
              + ". Give this user the"
              + " right to read it.",
          e);
    }
    found.files.sort(null);
    List<String> chosen = new ArrayList<>();
    int count = Math.min(atMost, found.files.size());
    for (int i = 0; i < count; i++) {
      chosen.add(found.files.get((int) ((long) i * found.files.size() / count)));
    }
    return new Selection(chosen, found.files.size(), found.leftOut);
  }

  private static void walk(HadoopStore store, Found found) throws IOException {
    Deque<String> open = new ArrayDeque<>(List.of(store.landing()));
    Set<String> known = new HashSet<>();
    while (!open.isEmpty() && !found.isFull()) {
      String directory = open.pop();
      try {
        store.list(
            directory,
            entry -> {
              if (entry.file().isPresent()) {
                found.file(entry.path(), entry.name(), entry.file().get().modifiedAt());
              } else if (known.add(entry.path()) && found.wantsDirectory(entry.path())) {
                open.push(entry.path());
              }
            });
      } catch (NoSuchFileException e) {
        if (directory.equals(store.landing()) && !store.isEmptyPlace()) {
          throw e;
        }
      }
    }
  }

  /** What was found so far. */
  private static final class Found {
    private final LandingFilter filter;
    private final LandingPath landing;
    private final FileRules rules;
    private final boolean recursive;
    private final List<String> files = new ArrayList<>();
    private final List<String> leftOut = new ArrayList<>();

    Found(AutoloaderOptions options) {
      this.landing = LandingPath.of(options);
      this.filter = new LandingFilter(options.files().glob(), landing.glob());
      this.rules = options.files().rules();
      this.recursive = landing.isDeep(options);
    }

    boolean isFull() {
      return files.size() >= MAX_FOUND;
    }

    void file(String path, String name, Instant modifiedAt) {
      if (!filter.acceptsFile(name)
          || !landing.accepts(path)
          || rules.refusal(modifiedAt, Optional.empty()).isPresent()) {
        leaveOut(path);
      } else if (!isFull()) {
        files.add(path);
      }
    }

    boolean wantsDirectory(String path) {
      if (recursive && filter.acceptsDirectory(path)) {
        return true;
      }
      leaveOut(path);
      return false;
    }

    void leaveOut(String path) {
      if (leftOut.size() < MAX_FOUND) {
        leftOut.add(path);
      }
    }
  }

  private static final class Collecting extends SimpleFileVisitor<Path> {
    private final Path landing;
    private final Found found;

    Collecting(Path landing, Found found) {
      this.landing = landing;
      this.found = found;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
      return directory.equals(landing) || found.wantsDirectory(directory.toString())
          ? FileVisitResult.CONTINUE
          : FileVisitResult.SKIP_SUBTREE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      if (attributes.isRegularFile()) {
        found.file(
            file.toString(),
            file.getFileName().toString(),
            attributes.lastModifiedTime().toInstant());
      } else {
        found.leaveOut(file.toString());
      }
      return found.isFull() ? FileVisitResult.TERMINATE : FileVisitResult.CONTINUE;
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
