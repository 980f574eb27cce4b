package dev.freshet.search;

import dev.freshet.core.BatchIdentity;
import dev.freshet.core.DaemonThreads;
import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.FreshetException;
import dev.freshet.core.vector.Freshness;
import dev.freshet.core.vector.TableState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Waits until a table is fresh enough. One thread checks for all waiting searches, every {@value
 * #LOOK_MILLIS} ms while there are any; a waiting search holds no thread. Thread-safe.
 */
public final class FreshnessWatch implements AutoCloseable {

  /** Time between two looks at the table. */
  static final int LOOK_MILLIS = 10;

  /** Time between two looks for the number of a file, which costs some milliseconds. */
  private static final int NUMBER_LOOK_MILLIS = 50;

  /** Most searches that may wait at once; more are refused. */
  static final int WAITING_MAX = 1_000;

  private final SearchService search;
  private final List<Waiter> waiting = new ArrayList<>();
  private final ScheduledExecutorService looks;

  public FreshnessWatch(SearchService search) {
    this.search = search;
    this.looks =
        Executors.newSingleThreadScheduledExecutor(DaemonThreads.named("freshet-freshness"));
    looks.scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
  }

  /**
   * Completes when the wish is fulfilled, which a search that starts then sees.
   *
   * <p>Fails with {@link NotFreshException} when {@code timeout} is over, with what the table
   * throws if it cannot be read, and with {@code OVERLOADED} if too many searches wait.
   */
  public CompletableFuture<Void> await(Wish wish, Duration timeout) {
    Waiter waiter =
        new Waiter(wish, System.nanoTime() + timeout.toNanos(), new CompletableFuture<>());
    synchronized (waiting) {
      if (looks.isShutdown()) {
        throw new IllegalStateException("The watch is closed");
      }
      if (waiting.size() >= WAITING_MAX) {
        return CompletableFuture.failedFuture(
            new FreshetException(
                ErrorCode.OVERLOADED,
                "Cannot wait for a fresher table: %d searches wait already. Ask again later."
                    .formatted(WAITING_MAX)));
      }
      waiting.add(waiter);
    }
    return waiter.result();
  }

  private void look() {
    List<Waiter> now;
    synchronized (waiting) {
      waiting.removeIf(waiter -> waiter.result().isDone());
      now = List.copyOf(waiting);
    }
    if (now.isEmpty()) {
      return;
    }
    try {
      Freshness freshness = search.freshness();
      now.forEach(waiter -> look(waiter, freshness));
    } catch (Throwable e) {
      // Every waiting search must fail now, and an exception here would end all further looks.
      now.forEach(waiter -> waiter.result().completeExceptionally(e));
    }
  }

  private void look(Waiter waiter, Freshness freshness) {
    try {
      if (isFulfilled(waiter, freshness)) {
        waiter.result().complete(null);
      } else if (System.nanoTime() - waiter.deadline() >= 0) {
        waiter.result().completeExceptionally(new NotFreshException(waiter.wish(), freshness));
      }
    } catch (RuntimeException e) {
      waiter.result().completeExceptionally(e);
    }
  }

  private boolean isFulfilled(Waiter waiter, Freshness freshness) {
    if (waiter.wish() instanceof Wish.AsOf wish) {
      return freshness.asOf() != null && !freshness.asOf().isBefore(wish.instant());
    }
    if (waiter.wish() instanceof Wish.File file) {
      return holds(waiter, file);
    }
    Wish.RecordVersion wish = (Wish.RecordVersion) waiter.wish();
    if (freshness.version() == waiter.seenVersion) {
      return false;
    }
    waiter.seenVersion = freshness.version();
    return search.versionOf(wish.key()).orElse(Long.MIN_VALUE) >= wish.version();
  }

  private boolean holds(Waiter waiter, Wish.File file) {
    if (waiter.number.isEmpty()) {
      if (System.nanoTime() - waiter.nextLook < 0) {
        return false;
      }
      waiter.number = file.number().get();
      waiter.nextLook = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(NUMBER_LOOK_MILLIS);
    }
    return waiter.number.filter(number -> isIn(search.table(), number, file)).isPresent();
  }

  private static boolean isIn(TableState table, BatchIdentity number, Wish.File file) {
    return reaches(table.lastBatches().stream(), number)
        || (table.newest() && reaches(file.completed().get().stream(), number));
  }

  private static boolean reaches(Stream<BatchIdentity> batches, BatchIdentity number) {
    return batches.anyMatch(
        batch ->
            batch.streamId().equals(number.streamId())
                && batch.endSequence() >= number.endSequence());
  }

  /** Stops watching; all waiting searches fail. */
  @Override
  public void close() {
    looks.shutdownNow();
    synchronized (waiting) {
      waiting.forEach(waiter -> waiter.result().cancel(false));
      waiting.clear();
    }
  }

  /** One search that waits. */
  private static final class Waiter {

    private final Wish wish;
    private final long deadline;
    private final CompletableFuture<Void> result;

    /** The number of the file that is waited for; only the looking thread touches it. */
    private Optional<BatchIdentity> number = Optional.empty();

    private long nextLook = System.nanoTime();

    /** Table version in which the wish was not fulfilled; only the looking thread touches it. */
    private long seenVersion = -1;

    Waiter(Wish wish, long deadline, CompletableFuture<Void> result) {
      this.wish = wish;
      this.deadline = deadline;
      this.result = result;
    }

    Wish wish() {
      return wish;
    }

    long deadline() {
      return deadline;
    }

    CompletableFuture<Void> result() {
      return result;
    }
  }
}
