package dev.freshet.home.process;

import dev.freshet.core.DaemonThreads;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Repeats a task on a thread of its own. If the task fails, it runs again after the pause. The
 * first of several failures in a row is logged, and the first success after them. Thread-safe.
 */
public final class Background implements AutoCloseable {

  private static final Logger LOGGER = LoggerFactory.getLogger(Background.class);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(30);

  private final ScheduledExecutorService executor;
  private final String name;

  /** In a row; used by the thread alone. */
  private long failures;

  /**
   * Starts; the task runs for the first time after one pause.
   *
   * @param name of the task, in logs and in the name of the thread
   * @param pause between the end of a run and the start of the next
   */
  public Background(String name, Duration pause, Runnable task) {
    this.name = name;
    this.executor =
        Executors.newSingleThreadScheduledExecutor(DaemonThreads.named("freshet-" + name));
    var unused =
        executor.scheduleWithFixedDelay(
            () -> guarded(task), pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void guarded(Runnable task) {
    try {
      task.run();
      if (failures > 0) {
        LOGGER
            .atInfo()
            .addKeyValue("task", name)
            .addKeyValue("failures", failures)
            .log("background task works again");
      }
      failures = 0;
    } catch (RuntimeException e) {
      failures++;
      LOGGER
          .atLevel(failures == 1 ? Level.WARN : Level.DEBUG)
          .addKeyValue("task", name)
          .setCause(e)
          .log("background task failed, it is tried again");
    }
  }

  /** Waits for a run that is under way, at most 30 seconds. */
  @Override
  public void close() {
    executor.shutdown();
    try {
      if (!executor.awaitTermination(CLOSE_TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
        LOGGER.atWarn().addKeyValue("task", name).log("background task did not end in time");
        executor.shutdownNow();
      }
    } catch (InterruptedException e) {
      executor.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
