package dev.freshet.home.process;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.util.ShutdownHookManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends work cleanly on an interrupt (Ctrl-C) or a termination signal: the JVM's shutdown asks it to
 * stop and waits until it has, at most 25 seconds. Runs before Spark's own shutdown hook, which
 * would close the session during a batch.
 */
public final class StopOnShutdown implements AutoCloseable {

  private static final Logger LOGGER = LoggerFactory.getLogger(StopOnShutdown.class);

  /** Longer than a stop waits for a batch; the limit of the shutdown hook itself is higher. */
  private static final long LIMIT_SECONDS = 25;

  /** Spark stops its session at priority 50; hooks with a higher one run first. */
  private static final int BEFORE_SPARK = 100;

  private final CountDownLatch done = new CountDownLatch(1);
  private final Runnable stop;
  private final Runnable hook = this::shutDown;

  private StopOnShutdown(Runnable stop) {
    this.stop = stop;
  }

  /**
   * Registers the work.
   *
   * @param stop asks the work to end; returns at once
   * @return close it when the work is over, its last output included
   */
  public static StopOnShutdown register(Runnable stop) {
    StopOnShutdown registered = new StopOnShutdown(stop);
    ShutdownHookManager.get()
        .addShutdownHook(registered.hook, BEFORE_SPARK, LIMIT_SECONDS + 5, TimeUnit.SECONDS);
    return registered;
  }

  private void shutDown() {
    stop.run();
    try {
      if (!done.await(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        LOGGER
            .atWarn()
            .addKeyValue("waitMs", TimeUnit.SECONDS.toMillis(LIMIT_SECONDS))
            .log("work did not stop in time, the next start repeats its last batch");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    done.countDown();
    if (!ShutdownHookManager.get().isShutdownInProgress()) {
      ShutdownHookManager.get().removeShutdownHook(hook);
    }
  }
}
