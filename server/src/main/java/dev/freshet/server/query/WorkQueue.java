package dev.freshet.server.query;

import dev.freshet.core.DaemonThreads;
import dev.freshet.server.problem.ProblemCode;
import dev.freshet.server.problem.ProblemException;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * A few workers and a bounded queue before them. Work that finds the queue full is refused at once;
 * work that waited too long, or whose client has gone, is dropped before it begins. Work that has
 * begun is not interrupted, since a call into a native library cannot be. Thread-safe.
 */
public final class WorkQueue implements AutoCloseable {

  private static final Duration END_TIMEOUT = Duration.ofSeconds(10);

  private final ThreadPoolExecutor workers;
  private final ScheduledExecutorService timeouts;
  private final int waitingMax;

  /**
   * Starts with an empty queue.
   *
   * @param name the name of the threads
   * @param count how many workers there are
   * @param waitingMax how many calls may wait for a worker
   */
  public WorkQueue(String name, int count, int waitingMax) {
    this.waitingMax = waitingMax;
    this.workers =
        new ThreadPoolExecutor(
            count,
            count,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(waitingMax),
            DaemonThreads.numbered(name));
    this.timeouts =
        Executors.newSingleThreadScheduledExecutor(DaemonThreads.numbered(name + "-timeout"));
  }

  /**
   * Lets a worker run {@code work}. The result fails with {@code OVERLOADED} if the queue is full,
   * and with {@code TIMED_OUT} when the time is over, whether or not the work has begun.
   *
   * @param timeout counts from now
   * @param abandoned whether the client has gone, so that no result is needed
   */
  <T> CompletableFuture<T> submit(Duration timeout, BooleanSupplier abandoned, Callable<T> work) {
    CompletableFuture<T> result = new CompletableFuture<>();
    try {
      workers.execute(() -> run(result, abandoned, work));
    } catch (RejectedExecutionException e) {
      return CompletableFuture.failedFuture(refusal());
    }
    ScheduledFuture<?> timer =
        timeouts.schedule(
            () -> result.completeExceptionally(timedOut(timeout)),
            timeout.toMillis(),
            TimeUnit.MILLISECONDS);
    result.whenComplete((value, failure) -> timer.cancel(false));
    return result;
  }

  private static <T> void run(
      CompletableFuture<T> result, BooleanSupplier abandoned, Callable<T> work) {
    if (abandoned.getAsBoolean()) {
      result.cancel(false);
    }
    if (result.isDone()) {
      return;
    }
    try {
      result.complete(work.call());
    } catch (Throwable e) {
      result.completeExceptionally(e);
    }
  }

  private ProblemException refusal() {
    return workers.isShutdown()
        ? ProblemException.stopping()
        : new ProblemException(
                ProblemCode.OVERLOADED,
                "Cannot search: %d searches are waiting. Ask again later.".formatted(waitingMax))
            .retryAfter(1);
  }

  static ProblemException timedOut(Duration timeout) {
    return new ProblemException(
        ProblemCode.TIMED_OUT,
        "Cannot answer within %d ms. Ask with a larger timeoutMs, or when there are fewer searches."
            .formatted(timeout.toMillis()));
  }

  /** How many calls wait for a worker. */
  public int waiting() {
    return workers.getQueue().size();
  }

  /** Runs the waiting calls, for at most 10 s, and takes no new ones. */
  @Override
  public void close() {
    workers.shutdown();
    try {
      if (!workers.awaitTermination(END_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
        workers.shutdownNow();
      }
    } catch (InterruptedException e) {
      workers.shutdownNow();
      Thread.currentThread().interrupt();
    }
    timeouts.shutdownNow();
  }
}
