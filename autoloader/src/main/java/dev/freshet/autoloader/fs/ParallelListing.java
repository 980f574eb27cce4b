package dev.freshet.autoloader.fs;

import dev.freshet.autoloader.filelog.LandedFile;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Lists the directories of a tree on several threads, because a storage that is far away answers
 * slowly and answers many at a time. The caller alone takes what is found, in pages, so that memory
 * is bounded however many files there are. Used by one thread.
 */
public final class ParallelListing implements AutoCloseable {
  private static final int THREADS = 8;
  private static final int PAGE_FILES = 1000;
  private static final int PAGES_AHEAD = 32;

  private final ExecutorService threads;

  /** Starts the threads. */
  public ParallelListing() {
    AtomicInteger number = new AtomicInteger();
    threads =
        Executors.newFixedThreadPool(
            THREADS,
            task -> {
              Thread thread = new Thread(task, "autoloader-list-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Lists one directory; called on several threads. */
  @FunctionalInterface
  public interface Directory {

    /** Passes on what stands in a directory. */
    void list(String directory, Consumer<LandedFile> files, Consumer<String> directories)
        throws IOException;
  }

  /**
   * Passes all files below a directory to {@code sink}, on the caller's thread.
   *
   * @throws IOException the first error of any directory
   */
  public void run(String root, Directory directory, Consumer<LandedFile> sink) throws IOException {
    Run run = new Run(directory);
    try {
      run.submit(root);
      while (run.open > 0) {
        run.take(sink);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the listing was stopped");
    } finally {
      run.over = true;
      run.room.release(Integer.MAX_VALUE / 2); // A thread that still waits to hand over ends.
    }
  }

  /** Ends the threads. */
  @Override
  public void close() {
    threads.shutdownNow();
  }

  /**
   * What one directory has given so far.
   *
   * @param last whether it is its last page
   */
  private record Page(
      List<LandedFile> files,
      List<String> directories,
      boolean last,
      @Nullable Exception failure) {}

  /** One listing of a whole tree. */
  private final class Run {
    private final Directory directory;
    private final BlockingQueue<Page> pages = new LinkedBlockingQueue<>();
    private final Semaphore room = new Semaphore(PAGES_AHEAD);
    private final Set<String> submitted = new HashSet<>();
    private volatile boolean over;
    private int open;

    Run(Directory directory) {
      this.directory = directory;
    }

    /** Blobs of Azure name a directory twice: as the start of names and by a blob of its own. */
    private void submit(String path) {
      if (submitted.add(path)) {
        open++;
        threads.execute(() -> list(path));
      }
    }

    private void take(Consumer<LandedFile> sink) throws IOException, InterruptedException {
      Page page = pages.take();
      room.release();
      page.files().forEach(sink);
      page.directories().forEach(this::submit);
      if (page.last()) {
        open--;
      }
      Exception failure = page.failure();
      if (failure instanceof IOException known) {
        throw known;
      }
      if (failure instanceof RuntimeException defect) {
        throw defect;
      }
    }

    private void list(String path) {
      List<LandedFile> files = new ArrayList<>();
      List<String> directories = new ArrayList<>();
      Exception failure = null;
      try {
        if (!over) {
          directory.list(
              path,
              file -> {
                files.add(file);
                if (files.size() == PAGE_FILES) {
                  hand(new Page(List.copyOf(files), List.of(), false, null));
                  files.clear();
                }
              },
              directories::add);
        }
      } catch (IOException | RuntimeException e) {
        failure = e;
      }
      hand(new Page(List.copyOf(files), List.copyOf(directories), true, failure));
    }

    private void hand(Page page) {
      room.acquireUninterruptibly();
      if (!over) {
        pages.add(page);
      }
    }
  }
}
