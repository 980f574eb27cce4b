package dev.freshet.autoloader.filelog;

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
 * Takes out of a listing the files that the log has as they are. Asking the log takes as long as
 * the listing itself, so it is done in pieces by a thread of its own; while that one is behind, the
 * caller asks. Used by one thread.
 */
public final class KnownFiles implements AutoCloseable {
  private static final int FILES_PER_PIECE = 500;
  private static final int PIECES_AHEAD = 4;

  private final FileLog log;
  private final ThreadPoolExecutor executor =
      new ThreadPoolExecutor(
          1,
          1,
          0,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(PIECES_AHEAD),
          KnownFiles::thread,
          new ThreadPoolExecutor.CallerRunsPolicy());
  private final List<CompletableFuture<List<LandedFile>>> asked = new ArrayList<>();
  private List<LandedFile> piece = new ArrayList<>();

  /** Of this log. */
  public KnownFiles(FileLog log) {
    this.log = log;
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
  }

  /** Adds a file of the listing. */
  public void add(LandedFile file) {
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
    List<CompletableFuture<List<LandedFile>>> answers = List.copyOf(asked);
    asked.clear();
    List<LandedFile> others = new ArrayList<>();
    try {
      answers.forEach(each -> others.addAll(each.join()));
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException failed ? failed : e;
    }
    return others;
  }

  private void ask() {
    List<LandedFile> files = piece;
    piece = new ArrayList<>();
    asked.add(CompletableFuture.supplyAsync(() -> others(files), executor));
  }

  private List<LandedFile> others(List<LandedFile> files) {
    return files.stream().filter(file -> !isKnown(file, newest(file))).toList();
  }

  private @Nullable LandedFile newest(LandedFile file) {
    return log.newest(file.path()).map(NewestOfPath::file).orElse(null);
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
