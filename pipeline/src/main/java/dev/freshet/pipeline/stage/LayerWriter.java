package dev.freshet.pipeline.stage;

import dev.freshet.core.BatchIdentity;
import dev.freshet.core.DaemonThreads;
import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.FreshetException;
import dev.freshet.home.layer.BronzeRow;
import dev.freshet.home.layer.GoldRow;
import dev.freshet.home.layer.LayerTables;
import dev.freshet.home.layer.SilverRow;
import dev.freshet.pipeline.metrics.BatchTimeline;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Appends Bronze, Silver and Gold side by side, while the caller embeds. Readers may see a batch in
 * one layer some milliseconds before another.
 */
final class LayerWriter implements AutoCloseable {

  private static final int LAYERS = 3;

  /** Far above any append: only a store that hangs takes this long, and the batch is repeated. */
  private static final Duration TIMEOUT = Duration.ofMinutes(10);

  private final LayerTables tables;
  private final ExecutorService appends =
      Executors.newFixedThreadPool(LAYERS, DaemonThreads.named("freshet-layers"));

  LayerWriter(LayerTables tables) {
    this.tables = tables;
  }

  /** What a batch appends to each layer. */
  record LayerRows(List<BronzeRow> bronze, List<SilverRow> silver, List<GoldRow> gold) {}

  /** Appends under way; each gives the time at which it returned. */
  record Pending(
      CompletableFuture<Instant> bronze,
      CompletableFuture<Instant> silver,
      CompletableFuture<Instant> gold) {

    /**
     * Returns once every layer holds the batch, with when each did; throws the first failure after
     * all have ended.
     */
    BatchTimeline.LayerCommits await() {
      RuntimeException failure = end();
      if (failure != null) {
        throw failure;
      }
      return new BatchTimeline.LayerCommits(bronze.join(), silver.join(), gold.join());
    }

    /** Waits for the appends of a batch that has failed, so that none meets its repetition. */
    void settle() {
      end();
    }

    private @Nullable RuntimeException end() {
      RuntimeException failure = null;
      for (Future<Instant> append : List.of(bronze, silver, gold)) {
        RuntimeException own = end(append);
        failure = failure == null ? own : failure;
      }
      return failure;
    }

    private static @Nullable RuntimeException end(Future<Instant> append) {
      try {
        append.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        return null;
      } catch (ExecutionException e) {
        return e.getCause() instanceof RuntimeException cause
            ? cause
            : new IllegalStateException(e.getCause());
      } catch (TimeoutException e) {
        return unfinished("it took longer than " + TIMEOUT.toMinutes() + " minutes", e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return unfinished("the process is stopping", e);
      }
    }

    private static FreshetException unfinished(String why, Exception cause) {
      return new FreshetException(
          ErrorCode.STORE_UNAVAILABLE,
          "Cannot append a batch to the layers: " + why + ". Check that the storage answers.",
          cause);
    }
  }

  /**
   * Starts the appends of a batch and returns at once.
   *
   * @param clock says when each has returned
   */
  Pending append(BatchIdentity batch, LayerRows rows, InstantSource clock) {
    return start(batch, rows, () -> tables.gold().appendReduced(batch, rows.gold()), clock);
  }

  /** As {@link #append}, for a batch of which a layer was lost. Gold lacks it, or has all of it. */
  Pending refill(BatchIdentity batch, LayerRows rows, InstantSource clock) {
    return start(batch, rows, () -> tables.gold().append(batch, rows.gold()), clock);
  }

  private Pending start(BatchIdentity batch, LayerRows rows, Runnable gold, InstantSource clock) {
    return new Pending(
        start(() -> tables.bronze().append(batch, rows.bronze()), clock),
        start(() -> tables.silver().append(batch, rows.silver()), clock),
        start(gold, clock));
  }

  private CompletableFuture<Instant> start(Runnable append, InstantSource clock) {
    return CompletableFuture.supplyAsync(
        () -> {
          append.run();
          return clock.instant();
        },
        appends);
  }

  @Override
  public void close() {
    appends.shutdown();
    try {
      if (!appends.awaitTermination(10, TimeUnit.SECONDS)) {
        appends.shutdownNow();
      }
    } catch (InterruptedException e) {
      appends.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
