package dev.freshet.pipeline.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class StopGateTest {

  private final StopGate gate = new StopGate();

  @Test
  void openGateLetsBatchesThrough() throws InterruptedException {
    assertThatCode(gate::pass).doesNotThrowAnyException();
    assertThat(gate.isClosed()).isFalse();
    assertThat(gate.holdsBack()).isFalse();
    assertThat(gate.awaitClosed(Duration.ofMillis(1))).isFalse();
  }

  @Test
  void closedGateHoldsABatchBackUntilItIsInterrupted() throws Exception {
    gate.close();
    FutureTask<Boolean> batch =
        new FutureTask<>(
            () -> {
              try {
                gate.pass();
                return false;
              } catch (InterruptedException e) {
                return true;
              }
            });
    Thread query = new Thread(batch);
    query.start();
    await().until(gate::holdsBack);

    query.interrupt();

    assertThat(batch.get(10, TimeUnit.SECONDS)).as("ended by the interrupt").isTrue();
  }

  @Test
  void waitingEndsWhenTheGateCloses() throws InterruptedException {
    Thread closer = new Thread(gate::close);
    closer.start();

    assertThat(gate.awaitClosed(Duration.ofSeconds(20))).isTrue();
    assertThat(gate.isClosed()).isTrue();
    closer.join();
  }
}
