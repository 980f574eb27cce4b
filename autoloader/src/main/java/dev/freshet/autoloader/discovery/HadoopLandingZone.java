package dev.freshet.autoloader.discovery;

import dev.freshet.autoloader.filelog.ContentMark;
import dev.freshet.autoloader.filelog.LandedFile;
import dev.freshet.autoloader.format.FileEnd;
import dev.freshet.autoloader.fs.HadoopStore;
import dev.freshet.autoloader.fs.ParallelListing;
import dev.freshet.autoloader.listing.KeyProgress;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A directory in a storage that Hadoop reaches. Its directories are listed side by side, and those
 * that are not wanted are not listed at all. If the storage orders its keys and the user allows it,
 * the files behind the last key are asked for between listings, and are the only hints.
 *
 * <p>A listing fails as a whole if the storage does not answer; a directory below the root that
 * this process may not read is skipped, told once, and tried again by the next listing.
 */
final class HadoopLandingZone implements LandingZone {
  /** One listing in eight is full. */
  private static final int INCREMENTS_PER_LISTING = 8;

  /** So they take at most a fifth of the time. */
  private static final int PAUSE_PER_INCREMENT = 4;

  private final HadoopStore store;
  private final LandingFilter filter;
  private final boolean recursive;
  private final SkippedEntries skipped = new SkippedEntries();
  private final ParallelListing listing;
  private final Optional<HadoopStore.FilesAfter> filesAfter;
  private final Optional<KeyIncrements> increments;
  private long nextIncrementNanos;

  /** Every listing is a full one. */
  HadoopLandingZone(HadoopStore store, LandingFilter filter, boolean recursive) {
    this(store, filter, recursive, Optional.empty());
  }

  /**
   * @param increments how files are found between full listings, if the storage orders its keys
   */
  HadoopLandingZone(
      HadoopStore store,
      LandingFilter filter,
      boolean recursive,
      Optional<KeyIncrements> increments) {
    this.store = store;
    this.filter = filter;
    this.recursive = recursive;
    this.listing = new ParallelListing();
    this.filesAfter = increments.flatMap(each -> store.filesAfter());
    this.increments = increments.filter(each -> filesAfter.isPresent());
  }

  /**
   * How files are found between full listings.
   *
   * @param keys up to where files were listed
   * @param interval shortest time between two listings
   */
  record KeyIncrements(KeyProgress keys, Duration interval) {}

  @Override
  public void list(Consumer<LandedFile> sink) throws IOException {
    skipped.listingBegins();
    increments.ifPresent(each -> each.keys().listingBegins());
    try {
      listing.run(store.landing(), this::listDirectory, progress().andThen(sink));
    } catch (NoSuchFileException e) {
      if (!store.isEmptyPlace()) {
        throw new LandingZoneGoneException();
      }
    }
    skipped.listingCompleted();
    increments.ifPresent(this::listingCompleted);
  }

  private Consumer<LandedFile> progress() {
    return file -> increments.ifPresent(each -> each.keys().listed(file));
  }

  private void listingCompleted(KeyIncrements each) {
    each.keys().listingCompleted();
    nextIncrementNanos = System.nanoTime() + each.interval().toNanos();
  }

  @Override
  public void listBelow(String directory, Consumer<LandedFile> sink) throws IOException {
    listing.run(directory, this::listDirectory, sink);
  }

  private void listDirectory(
      String directory, Consumer<LandedFile> files, Consumer<String> directories)
      throws IOException {
    try {
      store.list(
          directory,
          entry -> {
            if (entry.file().isEmpty()) {
              if (recursive && filter.acceptsDirectory(entry.path())) {
                directories.accept(entry.path());
              }
            } else if (filter.acceptsFile(entry.name())) {
              files.accept(entry.file().get());
            }
          });
    } catch (NoSuchFileException e) {
      if (directory.equals(store.landing())) {
        throw e;
      }
      // It went away while the listing ran.
    } catch (AccessDeniedException e) {
      if (directory.equals(store.landing())) {
        throw e;
      }
      synchronized (skipped) {
        skipped.skip(directory, e.toString());
      }
    }
  }

  /** Files that are rewritten, or come before the last key, are found by full listings. */
  @Override
  public boolean givesHints() {
    return increments.flatMap(each -> each.keys().last()).isPresent();
  }

  @Override
  public int intervalsBetweenListings() {
    return increments.isPresent() ? INCREMENTS_PER_LISTING : 1;
  }

  @Override
  public Hints await(Duration timeout) throws IOException, InterruptedException {
    TimeUnit.NANOSECONDS.sleep(timeout.toNanos());
    return givesHints() && System.nanoTime() - nextIncrementNanos >= 0
        ? new Hints(increment(increments.get()), false)
        : Hints.NONE;
  }

  private List<LandedFile> increment(KeyIncrements each) throws IOException {
    long began = System.nanoTime();
    List<LandedFile> found = new ArrayList<>();
    filesAfter
        .orElseThrow()
        .list(
            each.keys().last().orElseThrow(),
            file -> {
              if (isWanted(file.path())) {
                found.add(file);
              }
            });
    found.forEach(each.keys()::cameAfter);
    long ended = System.nanoTime();
    nextIncrementNanos =
        ended + Math.max(each.interval().toNanos(), PAUSE_PER_INCREMENT * (ended - began));
    return found;
  }

  private boolean isWanted(String path) {
    return filter.acceptsWay(store.landing(), path, recursive) && filter.acceptsFile(name(path));
  }

  private static String name(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  @Override
  public Optional<LandedFile> look(String path) throws IOException {
    return filter.acceptsFile(name(path))
        ? store.look(path).flatMap(HadoopStore.Entry::file)
        : Optional.empty();
  }

  @Override
  public boolean looksUnfinished(LandedFile file, FileEnd end) throws IOException {
    if (store.hasWholeFilesOnly()) {
      return false;
    }
    try {
      return !end.isAtTheEndOf(
          file.size(), (position, count) -> store.read(file.path(), position, count));
    } catch (NoSuchFileException e) {
      return true;
    } catch (AccessDeniedException e) {
      return false; // Waiting does not help; the reader reports it.
    }
  }

  @Override
  public boolean changeIsOfContent() {
    return true;
  }

  @Override
  public Optional<ContentMark> content(LandedFile file) throws IOException {
    try {
      return Optional.of(ContentMark.compare(store.access(), file.path(), 0, null).mark());
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    listing.close();
  }
}
