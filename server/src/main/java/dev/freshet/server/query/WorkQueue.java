package dev.freshet.server.query;

import dev.freshet.server.http.ProblemCode;
import dev.freshet.server.http.ProblemException;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/**
 * A few workers and a bounded queue before them. What does not fit is refused at once; what waited
 * too long, or nobody waits for any more, is dropped before it begins. Work that has begun is not
 * interrupted: a call into a native library cannot be. Thread-safe.
 */
public final class WorkQueue implements AutoCloseable {

  private static final Duration END_TIMEOUT = Duration.ofSeconds(10);

  private final ThreadPoolExecutor workers;
  private final ScheduledExecutorService timeouts;
  private final int waitingMax;

  /**
   * @param name of the threads
   * @param count of the workers
   * @param waitingMax how much may wait for one
   */
  public WorkQueue(String name, int count, int waitingMax) {
    this.waitingMax = waitingMax;
    this.workers =
        new ThreadPoolExecutor(
            count, count, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(waitingMax), daemons(name));
    this.timeouts = Executors.newSingleThreadScheduledExecutor(daemons(name + "-timeout"));
  }

  private static ThreadFactory daemons(String name) {
    AtomicInteger number = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, name + "-" + number.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }

  /**
   * Has a worker do {@code work}. The result fails with {@code OVERLOADED} if too much waits, with
   * {@code TIMED_OUT} when the time is over, whether or not the work has begun.
   *
   * @param timeout from now on
   * @param abandoned whether nobody waits for the result any more
   */
  public <T> CompletableFuture<T> submit(
      Duration timeout, BooleanSupplier abandoned, Callable<T> work) {
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
        ? new ProblemException(
                ProblemCode.STOPPING, "Cannot search: the server is stopping. Ask again.")
            .retryAfter(1)
        : new ProblemException(
                ProblemCode.OVERLOADED,
                "Cannot search: %d searches wait already. Ask again later.".formatted(waitingMax))
            .retryAfter(1);
  }

  static ProblemException timedOut(Duration timeout) {
    return new ProblemException(
        ProblemCode.TIMED_OUT,
        "Cannot answer within %d ms. Ask with a larger timeoutMs, or when less is asked."
            .formatted(timeout.toMillis()));
  }

  /** How much waits for a worker. */
  public int waiting() {
    return workers.getQueue().size();
  }

  /** Does what waits, for at most 10 s, and takes nothing more. */
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
