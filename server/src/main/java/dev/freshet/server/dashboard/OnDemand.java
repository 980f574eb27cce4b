package dev.freshet.server.dashboard;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A figure that is expensive to read. It is read when it is asked for and may have changed; all who
 * ask during a read get the result of that read. Reads rest between each other, so that reading
 * takes at most a tenth of the time. Thread-safe; never blocks.
 *
 * @param <T> the figure
 */
final class OnDemand<T> {

  private static final Duration REST_MIN = Duration.ofSeconds(3);
  private static final int REST_PER_WORK = 10;

  private final LongSupplier stamp;
  private final Supplier<T> read;
  private final Executor executor;
  private final LongSupplier nanos;

  private @Nullable Known<T> known;
  private @Nullable CompletableFuture<T> underWay;

  /**
   * Reads nothing yet.
   *
   * @param stamp changes whenever the figure may have changed
   * @param read may take long and may fail
   * @param executor runs {@code read}
   * @param nanos a clock such as {@link System#nanoTime}
   */
  OnDemand(LongSupplier stamp, Supplier<T> read, Executor executor, LongSupplier nanos) {
    this.stamp = stamp;
    this.read = read;
    this.executor = executor;
    this.nanos = nanos;
  }

  /** The last value while it rests; else the value that is read now. */
  synchronized CompletionStage<T> current() {
    if (underWay != null) {
      return underWay;
    }
    Known<T> last = known;
    if (last != null && nanos.getAsLong() - last.goodUntil < 0) {
      return CompletableFuture.completedStage(last.value);
    }
    CompletableFuture<T> next = new CompletableFuture<>();
    underWay = next;
    try {
      executor.execute(() -> refresh(last, next));
    } catch (RejectedExecutionException stopping) {
      underWay = null;
      next.completeExceptionally(stopping);
    }
    return next;
  }

  private void refresh(@Nullable Known<T> last, CompletableFuture<T> next) {
    try {
      long started = nanos.getAsLong();
      long seen = stamp.getAsLong();
      T value = last != null && last.stamp == seen ? last.value : read.get();
      long now = nanos.getAsLong();
      long rest = Math.max(REST_MIN.toNanos(), REST_PER_WORK * (now - started));
      ended(new Known<>(value, seen, now + rest));
      next.complete(value);
    } catch (RuntimeException failed) {
      ended(last);
      next.completeExceptionally(failed);
    }
  }

  private synchronized void ended(@Nullable Known<T> result) {
    known = result;
    underWay = null;
  }

  private record Known<T>(T value, long stamp, long goodUntil) {}
}
