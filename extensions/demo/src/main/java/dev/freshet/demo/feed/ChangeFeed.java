package dev.freshet.demo.feed;

import dev.freshet.core.DaemonThreads;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;

/**
 * A running feed: lands the files of a plan in a directory until all have landed or it is closed.
 * Thread-safe.
 */
public final class ChangeFeed implements AutoCloseable {

  /** Longer than a file takes to write on a slow disk; the thread is a daemon in any case. */
  private static final Duration STOP_LIMIT = Duration.ofSeconds(10);

  private final Thread thread;

  private ChangeFeed(Thread thread) {
    this.thread = thread;
  }

  /**
   * Starts landing files on a daemon thread of its own; the plan's time begins now.
   *
   * @param landing the directory to land in; created when missing. A file of the same name from an
   *     earlier feed is replaced as a whole
   * @param listener is told of every file and of the end
   */
  public static ChangeFeed start(FeedPlan plan, Path landing, FeedListener listener) {
    InstantSource clock = InstantSource.system();
    ChangeFileWriter writer = new ChangeFileWriter(landing, new DebeziumEvents(clock));
    FeedRun run = new FeedRun(plan, writer, listener, clock, wait -> Thread.sleep(wait.toMillis()));
    return start(run);
  }

  static ChangeFeed start(FeedRun run) {
    Thread thread = DaemonThreads.unstarted("demo-change-feed", run);
    thread.start();
    return new ChangeFeed(thread);
  }

  /**
   * Waits until the feed is over.
   *
   * @return false when it still runs after {@code limit}
   */
  public boolean awaitEnd(Duration limit) throws InterruptedException {
    thread.join(limit.toMillis());
    return !thread.isAlive();
  }

  /**
   * Stops the feed and waits for it, some seconds at most: a file is landed as a whole or not at
   * all. Does nothing when the feed is over.
   */
  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join(STOP_LIMIT.toMillis());
    } catch (InterruptedException e) {
      // The caller is being stopped itself; the feed ends by its own interrupt.
      Thread.currentThread().interrupt();
    }
  }
}
