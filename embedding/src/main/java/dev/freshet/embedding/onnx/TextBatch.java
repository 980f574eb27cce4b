package dev.freshet.embedding.onnx;

import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.FreshetException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/**
 * Works through the texts of one call with several threads: each takes the longest text left, so
 * that no thread is left alone with a long text at the end. The calling thread works too; it never
 * waits for a pool that is busy with another call.
 *
 * @param <R> the result of a text; it depends on the text alone, so the order of the work does not
 *     matter
 */
final class TextBatch<R> {

  private static final Duration LAST_TEXT_WAIT = Duration.ofSeconds(60);

  private final List<int[]> texts;
  private final Function<int[], R> work;
  private final R[] results;
  private final Integer[] longestFirst;
  private final AtomicInteger next = new AtomicInteger();
  private final CountDownLatch unfinished;
  private final AtomicReference<Throwable> failure = new AtomicReference<>();

  /**
   * @param texts token ids per text
   * @param work called once per text, from several threads
   * @param results filled in the order of the texts
   */
  TextBatch(List<int[]> texts, Function<int[], R> work, R[] results) {
    this.texts = texts;
    this.work = work;
    this.results = results;
    this.unfinished = new CountDownLatch(texts.size());
    this.longestFirst = new Integer[texts.size()];
    Arrays.setAll(longestFirst, i -> i);
    Arrays.sort(longestFirst, Comparator.comparing(i -> -texts.get(i).length));
  }

  /**
   * Runs the batch on this thread and up to {@code helpers} threads of {@code pool}.
   *
   * @throws FreshetException if one text failed, or this thread was interrupted (its flag stays
   *     set); the other threads finish the texts they have begun, and the results are dropped
   */
  void run(Executor pool, int helpers) {
    for (int i = 0; i < Math.min(helpers, texts.size() - 1); i++) {
      try {
        pool.execute(() -> takeTexts(false));
      } catch (RejectedExecutionException closing) {
        // The model is being closed: this thread's next text fails and says so.
        break;
      }
    }
    takeTexts(true);
    awaitHelpers();
    Throwable failed = failure.get();
    if (failed instanceof Error error) {
      throw error;
    }
    if (failed != null) {
      throw (RuntimeException) failed;
    }
  }

  private void takeTexts(boolean interruptible) {
    int taken = next.getAndIncrement();
    while (taken < longestFirst.length) {
      if (interruptible && Thread.currentThread().isInterrupted()) {
        failure.compareAndSet(null, interrupted());
      }
      workOn(longestFirst[taken]);
      taken = next.getAndIncrement();
    }
  }

  /** After a failure, the texts left are only counted down. */
  private void workOn(int index) {
    try {
      if (failure.get() == null) {
        results[index] = work.apply(texts.get(index));
      }
    } catch (RuntimeException | Error failed) {
      failure.compareAndSet(null, failed);
    } finally {
      unfinished.countDown();
    }
  }

  /** By now every text is taken, so this waits for at most one text per helper. */
  private void awaitHelpers() {
    try {
      if (!unfinished.await(LAST_TEXT_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new FreshetException(
            ErrorCode.EMBEDDING_FAILED,
            "Cannot embed %d texts: one text took more than %d s. Repeat the call; if it happens again, restart the process."
                .formatted(texts.size(), LAST_TEXT_WAIT.toSeconds()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw interrupted();
    }
  }

  private FreshetException interrupted() {
    return new FreshetException(
        ErrorCode.EMBEDDING_FAILED,
        "Cannot embed %d texts: the thread was interrupted. Repeat the call."
            .formatted(texts.size()));
  }
}
