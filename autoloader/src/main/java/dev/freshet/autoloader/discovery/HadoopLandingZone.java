package dev.freshet.autoloader.discovery;

import dev.freshet.autoloader.filelog.ContentMark;
import dev.freshet.autoloader.filelog.LandedFile;
import dev.freshet.autoloader.format.FileEnd;
import dev.freshet.autoloader.fs.HadoopStore;
import dev.freshet.autoloader.fs.ParallelListing;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A directory in a storage that Hadoop reaches. Its directories are listed side by side, and those
 * that are not wanted are not listed at all. Gives no hints.
 *
 * <p>A listing fails as a whole if the storage does not answer; a directory below the root that
 * this process may not read is skipped, told once, and tried again by the next listing.
 */
final class HadoopLandingZone implements LandingZone {
  private final HadoopStore store;
  private final LandingFilter filter;
  private final boolean recursive;
  private final SkippedEntries skipped = new SkippedEntries();
  private final ParallelListing listing;

  HadoopLandingZone(HadoopStore store, LandingFilter filter, boolean recursive) {
    this.store = store;
    this.filter = filter;
    this.recursive = recursive;
    this.listing = new ParallelListing();
  }

  @Override
  public void list(Consumer<LandedFile> sink) throws IOException {
    skipped.listingBegins();
    try {
      listing.run(store.landing(), this::listDirectory, sink);
    } catch (NoSuchFileException e) {
      if (!store.isEmptyPlace()) {
        throw new LandingZoneGoneException();
      }
    }
    skipped.listingCompleted();
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

  @Override
  public boolean givesHints() {
    return false;
  }

  @Override
  public Hints await(Duration timeout) throws InterruptedException {
    TimeUnit.NANOSECONDS.sleep(timeout.toNanos());
    return Hints.NONE;
  }

  @Override
  public Optional<LandedFile> look(String path) throws IOException {
    String name = path.substring(path.lastIndexOf('/') + 1);
    return filter.acceptsFile(name)
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
