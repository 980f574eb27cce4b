package dev.freshet.home.process;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Repeats a task beside the pipeline. A failing task is logged and tried again at its next turn.
 */
public final class Background implements AutoCloseable {

  private static final Logger LOGGER = LoggerFactory.getLogger(Background.class);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(30);

  private final ScheduledExecutorService executor;
  private final String name;

  public Background(String name, Duration pause, Runnable task) {
    this.name = name;
    this.executor =
        Executors.newSingleThreadScheduledExecutor(
            runnable -> {
              Thread thread = new Thread(runnable, "freshet-" + name);
              thread.setDaemon(true);
              return thread;
            });
    var unused =
        executor.scheduleWithFixedDelay(
            () -> guarded(task), pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void guarded(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      LOGGER.atWarn().addKeyValue("task", name).setCause(e).log("background task failed");
    }
  }

  /** Waits, bounded, for a turn that is under way. */
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
