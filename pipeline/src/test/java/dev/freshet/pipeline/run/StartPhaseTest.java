package dev.freshet.pipeline.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class StartPhaseTest {

  private final StartPhase phase = new StartPhase();

  @Test
  void lastsFiveSecondsWithNothingToCatchUpWith() {
    assertThat(phase.isOver(Duration.ofMillis(4_999), 7, 7)).isFalse();
    assertThat(phase.isOver(Duration.ofSeconds(5), 7, 7)).isTrue();
  }

  @Test
  void lastsUntilWhatWaitedIsCommittedWhateverLandsMeanwhile() {
    assertThat(phase.isOver(Duration.ofSeconds(5), 100, 7)).isFalse();
    assertThat(phase.isOver(Duration.ofSeconds(20), 150, 99)).isFalse();
    assertThat(phase.isOver(Duration.ofSeconds(21), 160, 100)).isTrue();
  }

  @Test
  void lastsAMinuteAtMost() {
    assertThat(phase.isOver(Duration.ofSeconds(59), 100, 7)).isFalse();
    assertThat(phase.isOver(Duration.ofSeconds(60), 100, 7)).isTrue();
  }
}
