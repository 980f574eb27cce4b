package dev.freshet.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class StartPhaseTest {

  @Test
  void lastsFiveSecondsWithNothingToCatchUpWith() {
    assertThat(StartPhase.isOver(Duration.ofMillis(4_999), true)).isFalse();
    assertThat(StartPhase.isOver(Duration.ofSeconds(5), true)).isTrue();
  }

  @Test
  void lastsAsLongAsABacklogButNoLongerThanAMinute() {
    assertThat(StartPhase.isOver(Duration.ofSeconds(59), false)).isFalse();
    assertThat(StartPhase.isOver(Duration.ofSeconds(59), true)).isTrue();
    assertThat(StartPhase.isOver(Duration.ofSeconds(60), false)).isTrue();
  }
}
