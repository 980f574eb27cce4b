package dev.freshet.pipeline.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.FencedWriterException;
import dev.freshet.core.error.FreshetException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RetryPolicyTest {

  @ParameterizedTest
  @EnumSource(ErrorCode.class)
  void codeSaysWhetherTheQueryStartsAgain(ErrorCode code) {
    FreshetException failure = new FreshetException(code, "Cannot do it.");

    assertThat(RetryPolicy.pause(failure, 1).isPresent()).isEqualTo(code.retryable());
  }

  @Test
  void ownErrorIsFoundBehindWhatSparkWrapsAroundIt() {
    FencedWriterException own = new FencedWriterException("Cannot commit.");
    Throwable wrapped = new IllegalStateException("query", new RuntimeException("batch", own));

    assertThat(RetryPolicy.cause(wrapped)).containsSame(own);
    assertThat(RetryPolicy.pause(wrapped, 1)).isEmpty();
  }

  @Test
  void unknownFailureIsTriedAgain() {
    assertThat(RetryPolicy.cause(new IllegalStateException("disk"))).isEmpty();
    assertThat(RetryPolicy.pause(new IllegalStateException("disk"), 1))
        .contains(Duration.ofMillis(500));
  }

  @Test
  void defectIsTriedOnceMore() {
    Throwable wrapped =
        new IllegalStateException(
            "query", new RuntimeException("batch", new ArithmeticException()));

    assertThat(RetryPolicy.pause(wrapped, 1)).isPresent();
    assertThat(RetryPolicy.pause(wrapped, 2)).isEmpty();
  }

  @Test
  void pausesDoubleUpToHalfAMinuteAndEndAfterOneMinuteInAll() {
    FreshetException failure = new FreshetException(ErrorCode.STORE_UNAVAILABLE, "Cannot read.");

    List<Optional<Duration>> pauses =
        IntStream.rangeClosed(1, 9).mapToObj(each -> RetryPolicy.pause(failure, each)).toList();

    assertThat(pauses.subList(0, 7))
        .extracting(pause -> pause.orElseThrow().toMillis())
        .containsExactly(500L, 1000L, 2000L, 4000L, 8000L, 16_000L, 30_000L);
    assertThat(pauses.subList(7, 9)).containsOnly(Optional.empty());
  }
}
