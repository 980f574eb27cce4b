package dev.freshet.autoloader.listing;

import dev.freshet.autoloader.filelog.FileLog;
import dev.freshet.autoloader.filelog.LandedFile;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Takes out of a listing the files that the log has as they are. Most of them were seen by the
 * listing before, and {@link SeenFiles} says so. Asking the log takes longer than the listing
 * itself, so it is done for the others only, and in each {@value #LISTINGS_PER_THOROUGH}th listing
 * for all; in pieces by a thread of its own, and while that one is behind, by the caller. Used by
 * one thread.
 */
public final class KnownFiles implements AutoCloseable {
  private static final int FILES_PER_PIECE = 500;
  private static final int PIECES_AHEAD = 4;

  /** So that the memory of what was seen is not believed without end. */
  private static final int LISTINGS_PER_THOROUGH = 10;

  private final FileLog log;
  private final SeenFiles seen;
  private final ThreadPoolExecutor executor =
      new ThreadPoolExecutor(
          1,
          1,
          0,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(PIECES_AHEAD),
          KnownFiles::thread,
          new ThreadPoolExecutor.CallerRunsPolicy());
  private final List<CompletableFuture<Answer>> asked = new ArrayList<>();
  private List<LandedFile> piece = new ArrayList<>();
  private long listings;
  private boolean thorough;

  /**
   * @param seen belongs to this log
   */
  public KnownFiles(FileLog log, SeenFiles seen) {
    this.log = log;
    this.seen = seen;
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "autoloader-known");
    thread.setDaemon(true);
    return thread;
  }

  /** Begins a listing; what is left of one that failed is dropped. */
  public void begin() {
    piece.clear();
    asked.clear();
    seen.listingBegins();
    thorough = listings++ % LISTINGS_PER_THOROUGH == 0;
  }

  /** Ends a listing whose files are in the log, or need not be. */
  public void complete() {
    seen.listingCompleted();
  }

  /** Adds a file of the listing. */
  public void add(LandedFile file) {
    if (!thorough && seen.has(file)) {
      seen.listed(file);
      return;
    }
    piece.add(file);
    if (piece.size() == FILES_PER_PIECE) {
      ask();
    }
  }

  /**
   * The files of the listing that the log does not have as they are.
   *
   * @throws UncheckedIOException if the log cannot be read
   */
  public List<LandedFile> others() {
    ask();
    List<CompletableFuture<Answer>> answers = List.copyOf(asked);
    asked.clear();
    List<LandedFile> others = new ArrayList<>();
    try {
      for (CompletableFuture<Answer> each : answers) {
        each.join().known().forEach(seen::listed);
        others.addAll(each.join().others());
      }
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException failed ? failed : e;
    }
    return others;
  }

  private void ask() {
    List<LandedFile> files = piece;
    piece = new ArrayList<>();
    asked.add(CompletableFuture.supplyAsync(() -> answer(files), executor));
  }

  /** Which of some files the log has as they are. */
  private record Answer(List<LandedFile> known, List<LandedFile> others) {}

  private Answer answer(List<LandedFile> files) {
    List<LandedFile> known = new ArrayList<>();
    List<LandedFile> others = new ArrayList<>();
    for (LandedFile file : files) {
      (isKnown(file, newest(file)) ? known : others).add(file);
    }
    return new Answer(known, others);
  }

  private @Nullable LandedFile newest(LandedFile file) {
    return log.newest(file.path()).map(FileLog.Newest::file).orElse(null);
  }

  /** A listing may leave out the number of changes. */
  private static boolean isKnown(LandedFile file, @Nullable LandedFile newest) {
    return newest != null && (file.change() == 0 ? newest.looksLike(file) : newest.equals(file));
  }

  @Override
  public void close() {
    executor.shutdown();
  }
}
