package dev.freshet.home.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class BackgroundTest {

  private static final Duration PAUSE = Duration.ofMillis(1);

  @Test
  void taskThatFailsIsRepeated() throws InterruptedException {
    CountDownLatch turns = new CountDownLatch(3);

    try (Background background =
        new Background(
            "failing",
            PAUSE,
            () -> {
              turns.countDown();
              throw new IllegalStateException("not this time");
            })) {
      assertThat(turns.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(background).isNotNull();
    }
  }

  @Test
  void closeWaitsForTheTurnUnderWayAndAllowsNoOther() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    AtomicBoolean ended = new AtomicBoolean();
    AtomicInteger turns = new AtomicInteger();
    Background background =
        new Background(
            "slow",
            PAUSE,
            () -> {
              turns.incrementAndGet();
              begun.countDown();
              awaitQuietly(goOn);
              ended.set(true);
            });
    assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
    Thread release = new Thread(goOn::countDown);

    release.start();
    background.close();

    assertThat(ended).isTrue();
    assertThat(turns).hasValue(1);
    release.join();
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
