package dev.freshet.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.bench.load.contender.Contender;
import dev.freshet.bench.load.contender.Found;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;

class SearchLoadTest {

  private static final Duration NONE = Duration.ZERO;
  private static final Duration SHORT = Duration.ofMillis(200);
  private static final List<LabelledQuestion> QUESTIONS =
      List.of(new LabelledQuestion(new float[4], new int[0], new float[0]));

  @Test
  void anOpenLoopCountsTheWaitThatOneSlowAnswerCausesForThoseAfterIt() throws Exception {
    // Given one client, and a first answer that takes half of the time
    FakeContender contender = new FakeContender(number -> number == 0 ? 100 : 0);

    Stage.Figures figures = load(contender).run(Stage.open(1, 100));

    // Then about ten of twenty questions had to wait, the median of them for tens of milliseconds
    assertThat(figures.latency().count()).isEqualTo(20);
    assertThat(figures.latency().p95Ms()).isGreaterThan(80);
    assertThat(figures.unanswered()).isZero();
  }

  @Test
  void aClosedLoopHidesThatWait() throws Exception {
    FakeContender contender = new FakeContender(number -> number == 0 ? 100 : 1);

    Stage.Figures figures = load(contender).run(Stage.closed(1));

    assertThat(figures.latency().p50Ms()).isLessThan(50);
    assertThat(figures.latency().maxMs()).isGreaterThanOrEqualTo(100);
  }

  @Test
  void whatCountsBeginsAfterTheWarmUp() throws Exception {
    FakeContender contender = new FakeContender(number -> 0);

    Stage.Figures figures =
        new SearchLoad(contender, QUESTIONS, SHORT, SHORT).run(Stage.open(4, 100));

    assertThat(contender.asked.get()).isEqualTo(40);
    assertThat(figures.latency().count()).isEqualTo(20);
  }

  @Test
  void tooFewRowsEndTheMeasurement() {
    FakeContender contender = new FakeContender(number -> 0);
    contender.rows = 3;

    assertThatThrownBy(() -> load(contender).run(Stage.closed(2)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("3 rows instead of 10");
  }

  private static SearchLoad load(Contender contender) {
    return new SearchLoad(contender, QUESTIONS, NONE, SHORT);
  }

  /** Takes as long as it is told to. */
  static final class FakeContender extends NoContender {

    private final IntUnaryOperator millis;
    private final AtomicInteger asked = new AtomicInteger();
    private int rows = SearchLoad.K;

    FakeContender(IntUnaryOperator millis) {
      this.millis = millis;
    }

    @Override
    public List<Found> search(float[] vector, int k) throws InterruptedException {
      int wait = millis.applyAsInt(asked.getAndIncrement());
      if (wait > 0) {
        assertThat(new CountDownLatch(1).await(wait, TimeUnit.MILLISECONDS)).isFalse();
      }
      return Collections.nCopies(rows, new Found(1, 1, ""));
    }
  }
}
