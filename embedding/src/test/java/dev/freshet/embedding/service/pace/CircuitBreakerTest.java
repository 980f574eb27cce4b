package dev.freshet.embedding.service.pace;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class CircuitBreakerTest {

  private static final Duration PERIOD = Duration.ofSeconds(20);

  private final FakeTime time = new FakeTime();
  private final CircuitBreaker breaker = new CircuitBreaker(3, PERIOD, time::nanos);

  @Test
  void circuitStaysClosedWhileSuccessesComeInBetween() {
    for (int i = 0; i < 10; i++) {
      breaker.failed();
      breaker.failed();
      breaker.succeeded();
    }
    assertThat(breaker.admission()).isZero();
  }

  @Test
  void circuitOpensAfterFailuresInARow() {
    open();
    assertThat(breaker.admission()).isEqualTo(PERIOD);
    time.pass(Duration.ofSeconds(5));
    assertThat(breaker.admission()).isEqualTo(Duration.ofSeconds(15));
  }

  @Test
  void openCircuitAdmitsOneTrialPerPeriod() {
    open();
    time.pass(PERIOD);

    assertThat(breaker.admission()).isZero();
    assertThat(breaker.admission()).isEqualTo(PERIOD);
    time.pass(PERIOD);
    assertThat(breaker.admission()).as("the first trial never reported").isZero();
  }

  @Test
  void successfulTrialClosesTheCircuit() {
    open();
    time.pass(PERIOD);
    assertThat(breaker.admission()).isZero();

    breaker.succeeded();

    assertThat(breaker.admission()).isZero();
    assertThat(breaker.admission()).isZero();
  }

  @Test
  void failedTrialKeepsTheCircuitOpenForAnotherPeriod() {
    open();
    time.pass(PERIOD.plusSeconds(7));
    assertThat(breaker.admission()).isZero();

    breaker.failed();

    assertThat(breaker.admission()).isEqualTo(PERIOD);
  }

  private void open() {
    breaker.failed();
    breaker.failed();
    assertThat(breaker.admission()).isZero();
    breaker.failed();
  }
}
