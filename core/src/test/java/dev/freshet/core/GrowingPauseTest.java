package dev.freshet.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class GrowingPauseTest {

  private final GrowingPause pause = new GrowingPause(Duration.ofSeconds(2), Duration.ofMinutes(1));

  @Test
  void pauseDoublesWithEachFailureUpToTheLongest() {
    assertThat(pause.after(1)).isEqualTo(Duration.ofSeconds(2));
    assertThat(pause.after(2)).isEqualTo(Duration.ofSeconds(4));
    assertThat(pause.after(5)).isEqualTo(Duration.ofSeconds(32));
    assertThat(pause.after(6)).isEqualTo(Duration.ofMinutes(1));
    assertThat(pause.after(1_000_000)).isEqualTo(Duration.ofMinutes(1));
  }
}
