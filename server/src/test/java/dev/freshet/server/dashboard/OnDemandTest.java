package dev.freshet.server.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class OnDemandTest {

  private final AtomicLong stamp = new AtomicLong();
  private final AtomicLong nanos = new AtomicLong();
  private final AtomicInteger reads = new AtomicInteger();
  private final Deque<Runnable> queued = new ArrayDeque<>();
  private long takes;

  private final OnDemand<Integer> figure =
      new OnDemand<>(stamp::get, this::read, queued::add, nanos::get);

  private int read() {
    nanos.addAndGet(takes);
    return reads.incrementAndGet();
  }

  @Test
  void callsDuringAReadGetItsResult() {
    CompletionStage<Integer> first = figure.current();
    CompletionStage<Integer> second = figure.current();

    assertThat(queued).hasSize(1);
    queued.remove().run();

    assertThat(first.toCompletableFuture()).isCompletedWithValue(1);
    assertThat(second.toCompletableFuture()).isCompletedWithValue(1);
  }

  @Test
  void unchangedFigureIsNotReadAgain() {
    ask();
    wait(4);
    assertThat(ask()).isEqualTo(1);

    stamp.incrementAndGet();
    assertThat(ask()).as("rests for three seconds").isEqualTo(1);
    wait(4);
    assertThat(ask()).isEqualTo(2);
  }

  @Test
  void slowReadsAreRare() {
    takes = TimeUnit.SECONDS.toNanos(2);
    ask();
    stamp.incrementAndGet();

    wait(19);
    assertThat(ask()).isEqualTo(1);
    wait(2);
    assertThat(ask()).isEqualTo(2);
  }

  @Test
  void failureIsReturnedAndTheNextCallReadsAgain() {
    AtomicInteger tries = new AtomicInteger();
    OnDemand<Integer> failing =
        new OnDemand<>(
            stamp::get,
            () -> {
              if (tries.incrementAndGet() == 1) {
                throw new IllegalStateException("storage is down");
              }
              return 7;
            },
            Runnable::run,
            nanos::get);

    assertThat(failing.current().toCompletableFuture()).isCompletedExceptionally();
    assertThat(failing.current().toCompletableFuture()).isCompletedWithValue(7);
  }

  private int ask() {
    CompletionStage<Integer> answer = figure.current();
    while (!queued.isEmpty()) {
      queued.remove().run();
    }
    return answer.toCompletableFuture().join();
  }

  private void wait(int seconds) {
    nanos.addAndGet(TimeUnit.SECONDS.toNanos(seconds));
  }
}
