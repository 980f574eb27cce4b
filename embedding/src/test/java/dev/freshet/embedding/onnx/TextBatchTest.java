package dev.freshet.embedding.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.core.error.FreshetException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class TextBatchTest {

  private static final List<int[]> TEXTS = List.of(new int[2], new int[9], new int[5], new int[9]);

  @Test
  void longestTextsAreWorkedOnFirstAndResultsKeepTheirOrder() {
    List<Integer> worked = new ArrayList<>();
    Integer[] results = new Integer[4];

    new TextBatch<>(
            TEXTS,
            ids -> {
              worked.add(ids.length);
              return 10 * ids.length;
            },
            results)
        .run(Runnable::run, 0);

    assertThat(worked).containsExactly(9, 9, 5, 2);
    assertThat(results).containsExactly(20, 90, 50, 90);
  }

  @Test
  void everyTextIsWorkedOnOnceWithAnyNumberOfThreads() {
    List<int[]> texts = IntStream.range(0, 2_000).mapToObj(i -> new int[i % 7 + 1]).toList();
    ExecutorService pool = Executors.newFixedThreadPool(4);
    try {
      Integer[] results = new Integer[texts.size()];
      new TextBatch<>(texts, ids -> ids.length, results).run(pool, 4);
      for (int i = 0; i < results.length; i++) {
        assertThat(results[i]).isEqualTo(i % 7 + 1);
      }
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void firstFailureIsThrownAndTheRestIsNotWorkedOn() {
    List<Integer> worked = new ArrayList<>();
    TextBatch<Integer> batch =
        new TextBatch<>(
            TEXTS,
            ids -> {
              worked.add(ids.length);
              throw new IllegalStateException("text of " + ids.length);
            },
            new Integer[4]);

    assertThatThrownBy(() -> batch.run(Runnable::run, 0))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("text of 9");
    assertThat(worked).containsExactly(9);
  }

  @Test
  void errorOfAHelperReachesTheCaller() {
    ExecutorService pool = Executors.newFixedThreadPool(1);
    try {
      TextBatch<Integer> batch =
          new TextBatch<>(
              TEXTS,
              ids -> {
                throw new StackOverflowError("deep");
              },
              new Integer[4]);
      assertThatThrownBy(() -> batch.run(pool, 1)).isInstanceOf(StackOverflowError.class);
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void callerDoesAllWorkWhenThePoolTakesNone() {
    Integer[] results = new Integer[4];
    new TextBatch<>(TEXTS, ids -> ids.length, results)
        .run(
            task -> {
              throw new RejectedExecutionException();
            },
            3);
    assertThat(results).containsExactly(2, 9, 5, 9);
  }

  @Test
  void interruptedCallerGivesUpAndKeepsTheFlag() {
    Thread.currentThread().interrupt();
    assertThatThrownBy(
            () -> new TextBatch<>(TEXTS, ids -> ids.length, new Integer[4]).run(Runnable::run, 0))
        .isInstanceOf(FreshetException.class)
        .hasMessageContaining("interrupted");
    assertThat(Thread.interrupted()).isTrue();
  }
}
