package dev.freshet.embedding.service.pace;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackoffTest {

  @ParameterizedTest
  @CsvSource({
    "1, 250, 500",
    "2, 500, 1000",
    "3, 1000, 2000",
    "6, 8000, 16000",
    "7, 15000, 30000",
    "1000, 15000, 30000"
  })
  void waitDoublesUpToHalfAMinuteAndHalfOfItIsRandom(int failures, int shortest, int longest) {
    assertThat(new Backoff(() -> 0).after(failures, Optional.empty()))
        .isEqualTo(Duration.ofMillis(shortest));
    assertThat(new Backoff(() -> 1).after(failures, Optional.empty()))
        .isEqualTo(Duration.ofMillis(longest));
  }

  @ParameterizedTest
  @CsvSource({"0, 0, 0", "1000, 1000, 1100", "90000, 90000, 99000"})
  void waitIsNeverShorterThanTheServiceAsksFor(int asked, int shortest, int longest) {
    Optional<Duration> wait = Optional.of(Duration.ofMillis(asked));
    assertThat(new Backoff(() -> 0).after(5, wait)).isEqualTo(Duration.ofMillis(shortest));
    assertThat(new Backoff(() -> 1).after(5, wait)).isEqualTo(Duration.ofMillis(longest));
  }
}
