package dev.freshet.server.metrics;

import dev.freshet.core.error.FreshetException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last report of a process. The file is read at most once in half a second, however many meters
 * ask: one scrape asks some two hundred times. Thread-safe.
 *
 * @param <T> type of the report
 */
final class NewestReport<T> implements Supplier<Optional<T>> {

  private static final Logger LOGGER = LoggerFactory.getLogger(NewestReport.class);
  private static final long AGE_MAX_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private final Supplier<Optional<T>> source;
  private final LongSupplier nanoTime;
  private Optional<T> newest = Optional.empty();
  private boolean read;
  private long readAt;

  /**
   * A report that is read when it is first asked for.
   *
   * @param nanoTime as {@link System#nanoTime()}
   */
  NewestReport(Supplier<Optional<T>> source, LongSupplier nanoTime) {
    this.source = source;
    this.nanoTime = nanoTime;
  }

  /** The report; empty if there is none, or it cannot be read, which is logged. */
  @Override
  public synchronized Optional<T> get() {
    long now = nanoTime.getAsLong();
    if (!read || now - readAt >= AGE_MAX_NANOS) {
      newest = load();
      read = true;
      readAt = now;
    }
    return newest;
  }

  private Optional<T> load() {
    try {
      return source.get();
    } catch (FreshetException e) {
      LOGGER
          .atWarn()
          .addKeyValue("error", String.valueOf(e.getMessage()))
          .log("report cannot be read, its metrics are missing");
      return Optional.empty();
    }
  }
}
