package dev.freshet.autoloader.discovery;

import dev.freshet.autoloader.compression.LandedBytes;
import dev.freshet.autoloader.compression.RegularFile;
import dev.freshet.autoloader.filelog.ContentMark;
import dev.freshet.autoloader.filelog.LandedFile;
import dev.freshet.autoloader.format.FileEnd;
import dev.freshet.autoloader.fs.FileState;
import dev.freshet.autoloader.fs.PathText;
import dev.freshet.autoloader.listing.DirectoryStamps;
import dev.freshet.autoloader.listing.SeenFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.AccessMode;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A directory of this machine, watched or only listed. The watch is registered before the first
 * listing can begin.
 *
 * <p>Only the root can fail a listing. An entry below it that cannot be read (a link that leads in
 * a circle, a missing permission, a name that is not text) is skipped by this round, reported once,
 * and read again by the next listing.
 */
final class LocalLandingZone implements LandingZone {
  private static final Logger LOGGER = LoggerFactory.getLogger(LocalLandingZone.class);

  /** Most files do not change, and a watch reports those that do. */
  private static final int LISTINGS_PER_LOOK_AT_CHANGES = 10;

  /** What stands here looks like files, and may have no end. */
  private static final List<String> OF_THE_KERNEL = List.of("/proc", "/sys", "/dev");

  private static final Predicate<Path> NONE_IS_KNOWN = entry -> false;

  /** So glances take at most a fifth of the time, and a fiftieth while nothing comes. */
  private static final int PAUSE_PER_GLANCE_THAT_READ = 4;

  private static final int PAUSE_PER_GLANCE = 50;

  private final Path root;
  private final LandingFilter filter;
  private final boolean recursive;
  private final boolean followLinks;
  private final @Nullable DirectoryWatch watch;
  private final @Nullable SeenFiles seen;
  private final DirectoryStamps stamps = new DirectoryStamps();
  private final SkippedEntries skipped = new SkippedEntries();
  private long listings;
  private boolean withChanges = true;
  private boolean unexplained;
  private long nextGlanceNanos = System.nanoTime();

  private LocalLandingZone(
      Path root,
      LandingFilter filter,
      Depth depth,
      @Nullable DirectoryWatch watch,
      @Nullable SeenFiles seen) {
    this.root = root;
    this.filter = filter;
    this.recursive = depth.recursive();
    this.followLinks = depth.followLinks();
    this.watch = watch;
    this.seen = seen;
  }

  /**
   * What of the entries below the root is read.
   *
   * @param recursive whether sub-directories are
   * @param followLinks whether files are that links lead to
   */
  record Depth(boolean recursive, boolean followLinks) {}

  static LocalLandingZone watched(Path root, LandingFilter filter, Depth depth) throws IOException {
    return new LocalLandingZone(root, filter, depth, DirectoryWatch.of(root), null);
  }

  /**
   * Takes no watch of the system. Between listings it glances at its directories, and reads the
   * names of those that changed.
   *
   * @param seen the files that need no look at a glance
   */
  static LocalLandingZone listed(Path root, LandingFilter filter, Depth depth, SeenFiles seen) {
    return new LocalLandingZone(root, filter, depth, null, seen);
  }

  @Override
  public void list(Consumer<LandedFile> sink) throws IOException {
    skipped.listingBegins();
    withChanges = listings++ % LISTINGS_PER_LOOK_AT_CHANGES == 0;
    try {
      watch(root);
      stamps.listingBegins();
      walk(root, NONE_IS_KNOWN, sink);
      LandingZoneGoneException.requireDirectory(root); // It may have gone while it was walked.
      skipped.listingCompleted();
      unexplained = false;
    } catch (NoSuchFileException | NotDirectoryException e) {
      forgetWatched();
      LandingZoneGoneException.requireDirectory(root);
      throw e;
    } catch (IOException e) {
      forgetWatched();
      throw e;
    } finally {
      withChanges = true;
    }
  }

  @Override
  public void listBelow(String directory, Consumer<LandedFile> sink) throws IOException {
    walkBelow(Path.of(directory), NONE_IS_KNOWN, sink);
  }

  private void walk(Path directory, Predicate<Path> known, Consumer<LandedFile> sink)
      throws IOException {
    requireSearchable(directory);
    Optional<FileState> before =
        seen == null ? Optional.empty() : Optional.of(directoryState(directory));
    long nanos = System.nanoTime();
    List<Path> below = new ArrayList<>();
    List<LandedFile> files = new ArrayList<>();
    int names = 0;
    int found = 0;
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      for (Path entry : entries) {
        if (!isWantedName(entry)) {
          continue;
        }
        names++;
        if (known.test(entry)) {
          continue;
        }
        if (isWantedDirectory(entry, files::add)) {
          below.add(entry);
          found++;
        }
        found += files.size();
        files.forEach(sink);
        files.clear();
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    if (before.isPresent()) {
      namesWereRead(directory, new DirectoryStamps.Stamp(before.get(), nanos, false, names), found);
    }
    for (Path entry : below) {
      walkBelow(entry, known, sink);
    }
  }

  private void namesWereRead(Path directory, DirectoryStamps.Stamp read, int found)
      throws IOException {
    if (stamps.contradict(directory, read) && directoryState(directory).equals(read.state())) {
      stamps.distrust();
      LOGGER
          .atWarn()
          .addKeyValue("path", directory)
          .log("time of a directory does not tell of new names, its files are found by listings");
    }
    unexplained |= !stamps.read(directory, read, found);
  }

  private FileState directoryState(Path directory) throws IOException {
    return directory.equals(root)
        ? FileState.of(directory)
        : FileState.of(directory, LinkOption.NOFOLLOW_LINKS);
  }

  private void walkBelow(Path directory, Predicate<Path> known, Consumer<LandedFile> sink)
      throws IOException {
    watch(directory);
    try {
      walk(directory, known, sink);
    } catch (NoSuchFileException | NotDirectoryException e) {
      LOGGER.atDebug().setCause(e).addKeyValue("path", directory).log("directory went away");
    } catch (LandingZoneGoneException e) {
      throw e;
    } catch (IOException e) {
      skipped.skip(directory.toString(), e.toString());
    }
  }

  /** Makes one error of a directory that may be listed and not searched, not one for each entry. */
  private static void requireSearchable(Path directory) throws IOException {
    directory.getFileSystem().provider().checkAccess(directory, AccessMode.EXECUTE);
  }

  private boolean isWantedName(Path entry) {
    return filter.acceptsFile(entry.getFileName()) || recursive && filter.acceptsDirectory(entry);
  }

  /**
   * Gives the entry to the sink if it is a file to read; says whether it is a directory to walk.
   */
  private boolean isWantedDirectory(Path entry, Consumer<LandedFile> sink) {
    boolean asDirectory = recursive && filter.acceptsDirectory(entry);
    boolean asFile = filter.acceptsFile(entry.getFileName());
    if (!asDirectory && !asFile) {
      return false;
    }
    FileState state = stateOf(entry).orElse(null);
    if (state == null) {
      return false;
    }
    if (state.kind() == FileState.Kind.DIRECTORY) {
      return asDirectory;
    }
    if (asFile) {
      fileToRead(entry, state).ifPresent(sink);
    }
    return false;
  }

  @Override
  public Optional<LandedFile> look(String path) {
    Path file = Path.of(path);
    return filter.acceptsFile(file.getFileName())
        ? stateOf(file).flatMap(state -> fileToRead(file, state))
        : Optional.empty();
  }

  /** What stands at the path itself; empty if it is gone or cannot be looked at. */
  private Optional<FileState> stateOf(Path entry) {
    try {
      return Optional.of(state(entry, LinkOption.NOFOLLOW_LINKS));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      skipped.skip(entry.toString(), e.toString());
      return Optional.empty();
    }
  }

  private FileState state(Path entry, LinkOption... links) throws IOException {
    return withChanges ? FileState.of(entry, links) : FileState.withoutChange(entry, links);
  }

  private Optional<LandedFile> fileToRead(Path entry, FileState state) {
    try {
      Optional<LandedFile> file =
          state.kind() == FileState.Kind.LINK && followLinks
              ? state(entry).file(entry)
              : state.file(entry);
      String refused = refusal(entry, state);
      if (refused != null) {
        skipped.skip(entry.toString(), refused);
        return Optional.empty();
      }
      if (file.isPresent() && !PathText.namesItsFile(entry)) {
        skipped.skip(entry.toString(), PathText.PROBLEM);
        return Optional.empty();
      }
      return file;
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      skipped.skip(entry.toString(), e.toString());
      return Optional.empty();
    }
  }

  /** Why an entry is not a file to read; null if it is one, or a directory. */
  private @Nullable String refusal(Path entry, FileState state) throws IOException {
    if (state.kind() == FileState.Kind.OTHER) {
      return "it is a device, a FIFO or a socket, which is never read";
    }
    if (state.kind() != FileState.Kind.LINK) {
      return null;
    }
    if (!followLinks) {
      return "it is a link; source option autoloader.followLinks=true reads the file it leads to";
    }
    Path target = entry.toRealPath();
    if (!Files.isRegularFile(target, LinkOption.NOFOLLOW_LINKS)) {
      return "it is a link that leads to no file";
    }
    return OF_THE_KERNEL.stream().anyMatch(target::startsWith)
        ? "it is a link to a file of the kernel, which is never read"
        : null;
  }

  /** Glances do not tell of files that were written to, or replaced by others. */
  @Override
  public boolean givesHints() {
    return watch != null || canGlance() && !unexplained;
  }

  private boolean canGlance() {
    return seen != null && !seen.isFull() && stamps.areComplete();
  }

  @Override
  public Hints await(Duration timeout) throws IOException, InterruptedException {
    if (watch == null) {
      TimeUnit.NANOSECONDS.sleep(timeout.toNanos());
      return canGlance() && System.nanoTime() - nextGlanceNanos >= 0 ? glance() : Hints.NONE;
    }
    DirectoryWatch.Changes changes = watch.await(timeout);
    List<LandedFile> files = new ArrayList<>();
    for (Path entry : changes.entries()) {
      if (isWantedDirectory(entry, files::add)) {
        walkBelow(entry, NONE_IS_KNOWN, files::add);
      }
    }
    return new Hints(files, changes.lost());
  }

  private Hints glance() throws IOException {
    long began = System.nanoTime();
    List<LandedFile> files = new ArrayList<>();
    boolean read = false;
    for (Path directory : stamps.directories()) {
      read |= glance(directory, files::add);
    }
    long ended = System.nanoTime();
    nextGlanceNanos =
        ended + (ended - began) * (read ? PAUSE_PER_GLANCE_THAT_READ : PAUSE_PER_GLANCE);
    return new Hints(files, false);
  }

  /** Returns whether the names were read. */
  private boolean glance(Path directory, Consumer<LandedFile> sink) throws IOException {
    try {
      FileState now = directoryState(directory);
      if (now.kind() == FileState.Kind.DIRECTORY) {
        if (stamps.isCurrent(directory, now)) {
          return false;
        }
        walkBelow(directory, this::isKnown, sink);
        return true;
      }
    } catch (NoSuchFileException e) {
      LOGGER.atDebug().setCause(e).addKeyValue("path", directory).log("directory went away");
    } catch (IOException e) {
      skipped.skip(directory.toString(), e.toString());
    }
    stamps.remove(directory);
    LandingZoneGoneException.requireDirectory(root);
    return true;
  }

  private boolean isKnown(Path entry) {
    return stamps.knows(entry) || seen != null && seen.hasPath(entry.toString());
  }

  private void forgetWatched() {
    stamps.forget();
    if (watch != null) {
      watch.forget();
    }
  }

  private void watch(Path directory) throws LandingZoneGoneException {
    if (watch != null) {
      watch.add(directory);
    }
  }

  @Override
  public boolean looksUnfinished(LandedFile file, FileEnd end) {
    try (SeekableByteChannel channel = RegularFile.channel(content(file.path()))) {
      InputStream content = Channels.newInputStream(channel);
      return !end.isAtTheEndOf(
          file.size(),
          (position, count) -> {
            channel.position(position);
            return content.readNBytes(count);
          });
    } catch (NoSuchFileException e) {
      return true;
    } catch (AccessDeniedException e) {
      return false; // Waiting does not help; the reader reports it.
    } catch (IOException e) {
      LOGGER
          .atDebug()
          .setCause(e)
          .addKeyValue("path", file.path())
          .log("cannot read the end of a file");
      return true; // The error may pass. If it does not, the reader reports it.
    }
  }

  private Path content(String path) throws IOException {
    return followLinks ? Path.of(path).toRealPath() : Path.of(path);
  }

  @Override
  public Optional<ContentMark> content(LandedFile file) {
    try {
      return Optional.of(
          ContentMark.compare(LandedBytes.LOCAL, content(file.path()).toString(), 0, null).mark());
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      skipped.skip(file.path(), e.toString());
      return Optional.empty();
    }
  }

  @Override
  public void close() throws IOException {
    if (watch != null) {
      watch.close();
    }
  }
}
