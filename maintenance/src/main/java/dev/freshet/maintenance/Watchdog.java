package dev.freshet.maintenance;

import dev.freshet.core.DaemonThreads;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Notices work that does not end: native code can hang, and nothing in this process can interrupt
 * it. Thread-safe.
 */
final class Watchdog implements AutoCloseable {

  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(DaemonThreads.named("freshet-watchdog"));

  private final Consumer<String> hangs;

  /**
   * Starts a watchdog.
   *
   * @param hangs is given the name of work that did not end in time, by the watchdog's thread
   */
  Watchdog(Consumer<String> hangs) {
    this.hangs = hangs;
  }

  /** Work that is watched until it is closed. */
  interface Watched extends AutoCloseable {
    @Override
    void close();
  }

  /** Watches work that should end within {@code limit}. */
  Watched watch(String what, Duration limit) {
    Future<?> alarm =
        timer.schedule(() -> hangs.accept(what), limit.toMillis(), TimeUnit.MILLISECONDS);
    return () -> alarm.cancel(false);
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
