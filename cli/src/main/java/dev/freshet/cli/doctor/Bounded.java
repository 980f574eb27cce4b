package dev.freshet.cli.doctor;

import dev.freshet.core.DaemonThreads;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs what may hang, as reading a file of a storage that is away does, and gives it up in time.
 */
final class Bounded {

  private Bounded() {}

  /**
   * The result of a task.
   *
   * @throws Exception what the task threw; {@link TimeoutException} if it did not end in time, and
   *     then its thread is left behind
   */
  static <T> T call(Duration limit, Callable<T> task) throws Exception {
    ExecutorService thread =
        Executors.newSingleThreadExecutor(DaemonThreads.named("freshet-doctor"));
    try {
      Future<T> result = thread.submit(task);
      return result.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Exception cause) {
        throw cause;
      }
      throw e;
    } catch (TimeoutException e) {
      throw new TimeoutException("it did not end within " + limit.toSeconds() + " s");
    } finally {
      thread.shutdownNow();
    }
  }
}
