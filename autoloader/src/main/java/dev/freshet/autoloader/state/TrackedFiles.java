package dev.freshet.autoloader.state;

import dev.freshet.autoloader.filelog.FileHistory;
import dev.freshet.autoloader.filelog.FileHistory.Archived;
import dev.freshet.autoloader.filelog.FileHistory.BatchTimes;
import dev.freshet.autoloader.filelog.FileHistory.Skipped;
import dev.freshet.autoloader.filelog.FileLog;
import dev.freshet.autoloader.filelog.FileLogPlace;
import dev.freshet.autoloader.filelog.FileVersion;
import dev.freshet.autoloader.filelog.LandedFile;
import dev.freshet.autoloader.filelog.Portion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The files of one file log, as they are at this moment; what happens later is not seen. Works
 * while a query runs. Memory does not depend on how many files there are. Used by one thread.
 */
public final class TrackedFiles implements AutoCloseable {
  private static final int VERSIONS_AT_A_TIME = 1000;

  private final FileLog log;
  private final FileHistory history;
  private final Optional<CheckpointProgress.Committed> checkpoint;
  private final long committed;
  private final long leftOutThrough;
  private Optional<BatchTimes> lastBatch = Optional.empty();

  private TrackedFiles(FileLog log, Optional<CheckpointProgress.Committed> checkpoint) {
    this.log = log;
    this.history = log.history();
    this.checkpoint = checkpoint;
    this.leftOutThrough = history.leftOutThrough();
    this.committed =
        Math.max(
            log.committedSequence(),
            checkpoint.map(CheckpointProgress.Committed::upTo).orElse(log.startAfter()));
  }

  /**
   * Opens the files of a file log. The checkpoint is the one that the log remembers.
   *
   * @throws UncheckedIOException if there is no file log, or it cannot be read
   */
  public static TrackedFiles open(Path fileLog) {
    return open(new FileLogPlace.Local(fileLog));
  }

  /** As {@link #open(Path)}; a log that other machines see is copied into the directory. */
  public static TrackedFiles open(FileLogPlace fileLog) {
    FileLog log = FileLog.openReadOnly(fileLog);
    try {
      Optional<CheckpointProgress> checkpoint =
          log.history().checkpoint().flatMap(CheckpointProgress::of);
      return new TrackedFiles(
          log, checkpoint.isEmpty() ? Optional.empty() : checkpoint.get().newest());
    } catch (IOException e) {
      log.close();
      throw new UncheckedIOException(
          "Cannot read how far the query of file log "
              + fileLog.name()
              + " is: "
              + e
              + ". Make its checkpoint readable for this user.",
          e);
    } catch (RuntimeException e) {
      log.close();
      throw e;
    }
  }

  /**
   * The file log that a directory is, or that a checkpoint of Spark has in it.
   *
   * @throws IllegalArgumentException if it is neither, or if a checkpoint has several
   */
  public static Path fileLogOf(Path directory) {
    if (Files.exists(directory.resolve("CURRENT"))) {
      return directory;
    }
    if (Files.exists(directory.resolve("filelog").resolve("CURRENT"))) {
      return directory.resolve("filelog");
    }
    List<Path> found;
    try (Stream<Path> sources =
        Files.isDirectory(directory.resolve("sources"))
            ? Files.list(directory.resolve("sources"))
            : Stream.empty()) {
      found =
          sources
              .map(source -> source.resolve("filelog"))
              .filter(log -> Files.exists(log.resolve("CURRENT")))
              .sorted()
              .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + directory + ": " + e, e);
    }
    if (found.size() == 1) {
      return found.get(0);
    }
    throw new IllegalArgumentException(
        found.isEmpty()
            ? "Cannot find a file log in "
                + directory
                + ": it is neither a file log nor a checkpoint with one. Give the checkpoint location"
                + " of a query that reads format autoloader, or the directory of its"
                + " autoloader.fileLog."
            : "Cannot choose a file log in checkpoint "
                + directory
                + ": its query has several sources. Give one of "
                + found
                + ".");
  }

  /** Identity of the file log. */
  public String streamId() {
    return log.streamId();
  }

  /** All files: those with a number in their order, then those without one by path. */
  public void forEach(Consumer<TrackedFile> sink) {
    for (long from = log.startAfter(); from < log.lastSequence(); from += VERSIONS_AT_A_TIME) {
      versions(from, Math.min(log.lastSequence(), from + VERSIONS_AT_A_TIME)).forEach(sink);
    }
    forEachSkipped(sink);
  }

  /**
   * Passes the files that are wanted to {@code sink}, the newest first; those without a number come
   * last.
   *
   * @param limit at most so many
   */
  public void newest(Predicate<TrackedFile> wanted, int limit, Consumer<TrackedFile> sink) {
    Limited limited = new Limited(wanted, limit, sink);
    for (long upTo = log.lastSequence();
        upTo > log.startAfter() && limited.isOpen();
        upTo -= VERSIONS_AT_A_TIME) {
      List<TrackedFile> files =
          versions(Math.max(log.startAfter(), upTo - VERSIONS_AT_A_TIME), upTo).toList();
      for (int i = files.size() - 1; i >= 0; i--) {
        limited.accept(files.get(i));
      }
    }
    if (limited.isOpen()) {
      forEachSkipped(limited);
    }
  }

  private Stream<TrackedFile> versions(long after, long upTo) {
    return log.versions(after, upTo).stream()
        .filter(version -> isFirst(version.sequence()))
        .map(this::tracked);
  }

  /** Whether it is the first number of a version; the numbers of a log that was lost are not. */
  private boolean isFirst(long sequence) {
    Portion portion = log.portions().of(sequence);
    return portion.origin() == sequence
        || (portion.origin() <= log.startAfter()
            && log.portions().firstOf(portion.origin()).orElse(sequence) == sequence);
  }

  private TrackedFile tracked(FileVersion version) {
    long origin = log.portions().of(version.sequence()).origin();
    long last = log.portions().lastOf(origin).orElse(version.sequence());
    Optional<BatchTimes> batch = batchOf(last);
    Portion portion = log.portions().of(last);
    Optional<Archived> archived = history.archived(last).filter(each -> each.at().isPresent());
    boolean leftOut = batch.isEmpty() && last <= leftOutThrough;
    String reason =
        leftOut
            ? "it was there before the stream, and cloudFiles.includeExistingFiles is false"
            : portion.care() == Portion.Care.NOT_READ ? portion.reason() : "";
    return new TrackedFile(
        new LandedFile(version.path(), version.size(), version.modifiedAt()),
        version.sequence(),
        state(reason, last, archived, batchOf(version.sequence())),
        reason,
        new TrackedFile.Times(
            version.discoveredAt(),
            batch.map(BatchTimes::plannedAt),
            batch.flatMap(this::committedAt)),
        archived);
  }

  private TrackedState state(
      String reason, long last, Optional<Archived> archived, Optional<BatchTimes> first) {
    if (!reason.isEmpty()) {
      return TrackedState.SKIPPED;
    }
    if (archived.isPresent()) {
      return TrackedState.ARCHIVED;
    }
    if (last <= committed) {
      return TrackedState.COMMITTED;
    }
    return first.isPresent() ? TrackedState.PROCESSED : TrackedState.DISCOVERED;
  }

  /** Files follow each other in batches, so the last answer is mostly the next one. */
  private Optional<BatchTimes> batchOf(long sequence) {
    if (lastBatch.isEmpty() || !lastBatch.get().has(sequence)) {
      lastBatch = history.batchOf(sequence);
    }
    return lastBatch;
  }

  /** The checkpoint knows of a commit before the file log does. */
  private Optional<Instant> committedAt(BatchTimes batch) {
    return batch
        .committedAt()
        .or(
            () ->
                checkpoint
                    .filter(newest -> newest.upTo() == batch.upTo())
                    .map(CheckpointProgress.Committed::at));
  }

  /** What was skipped and is read by now is not skipped. */
  private void forEachSkipped(Consumer<TrackedFile> sink) {
    history.forEachSkipped(
        skipped -> {
          if (log.newest(skipped.file().path())
              .filter(newest -> newest.file().looksLike(skipped.file()))
              .isEmpty()) {
            sink.accept(skipped(skipped));
          }
        });
  }

  private static TrackedFile skipped(Skipped skipped) {
    return new TrackedFile(
        skipped.file(),
        0,
        TrackedState.SKIPPED,
        skipped.reason().text(),
        TrackedFile.Times.found(skipped.seenAt()),
        Optional.empty());
  }

  @Override
  public void close() {
    log.close();
  }

  /** Passes on the first files that are wanted. */
  private static final class Limited implements Consumer<TrackedFile> {
    private final Predicate<TrackedFile> wanted;
    private final Consumer<TrackedFile> sink;
    private int left;

    Limited(Predicate<TrackedFile> wanted, int limit, Consumer<TrackedFile> sink) {
      this.wanted = wanted;
      this.left = limit;
      this.sink = sink;
    }

    boolean isOpen() {
      return left > 0;
    }

    @Override
    public void accept(TrackedFile file) {
      if (left > 0 && wanted.test(file)) {
        left--;
        sink.accept(file);
      }
    }
  }
}
