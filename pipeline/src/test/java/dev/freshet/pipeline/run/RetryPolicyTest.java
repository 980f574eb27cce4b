package dev.freshet.pipeline.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.FencedWriterException;
import dev.freshet.core.error.FreshetException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RetryPolicyTest {

  private static final RetryPolicy ENDLESS = RetryPolicy.of(false);

  @ParameterizedTest
  @EnumSource(ErrorCode.class)
  void codeSaysWhetherTheQueryStartsAgain(ErrorCode code) {
    FreshetException failure = new FreshetException(code, "Cannot do it.");

    assertThat(ENDLESS.pause(failure, 1, Duration.ZERO).isPresent()).isEqualTo(code.retryable());
  }

  @Test
  void ownErrorIsFoundBehindWhatSparkWrapsAroundIt() {
    FencedWriterException own = new FencedWriterException("Cannot commit.");
    Throwable wrapped = new IllegalStateException("query", new RuntimeException("batch", own));

    assertThat(RetryPolicy.cause(wrapped)).containsSame(own);
    assertThat(RetryPolicy.reason(wrapped)).isEqualTo(own.toString());
    assertThat(ENDLESS.pause(wrapped, 1, Duration.ZERO)).isEmpty();
  }

  @Test
  void failureThatMayDependOnTheDataIsTriedTwiceMore() {
    Throwable unknown = new IllegalStateException("query", new ArithmeticException());

    assertThat(RetryPolicy.cause(unknown)).isEmpty();
    assertThat(RetryPolicy.reason(unknown)).isEqualTo("java.lang.ArithmeticException");
    assertThat(ENDLESS.pause(unknown, 1, Duration.ZERO)).contains(Duration.ofMillis(500));
    assertThat(ENDLESS.pause(unknown, 2, Duration.ZERO)).contains(Duration.ofSeconds(1));
    assertThat(ENDLESS.pause(unknown, 3, Duration.ZERO)).isEmpty();
  }

  @Test
  void pausesDoubleUpToHalfAMinuteForAsLongAsTheProcessLives() {
    FreshetException failure = new FreshetException(ErrorCode.STORE_UNAVAILABLE, "Cannot read.");

    List<Long> pauses =
        IntStream.of(1, 2, 3, 4, 5, 6, 7, 8, 1_000_000)
            .mapToObj(each -> ENDLESS.pause(failure, each, Duration.ofDays(9)).orElseThrow())
            .map(Duration::toMillis)
            .toList();

    assertThat(pauses)
        .containsExactly(500L, 1000L, 2000L, 4000L, 8000L, 16_000L, 30_000L, 30_000L, 30_000L);
  }

  @Test
  void runThatEndsByItselfWaitsFiveMinutes() {
    RetryPolicy once = RetryPolicy.of(true);
    UncheckedIOException away = new UncheckedIOException(new NoSuchFileException("/landing"));

    assertThat(once.pause(away, 13, Duration.ofSeconds(299))).contains(Duration.ofSeconds(30));
    assertThat(once.pause(away, 14, Duration.ofSeconds(300))).isEmpty();
  }
}
