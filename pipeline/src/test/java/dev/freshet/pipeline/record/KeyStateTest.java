package dev.freshet.pipeline.record;

import static dev.freshet.pipeline.record.States.state;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.pipeline.order.LogPlace;
import dev.freshet.pipeline.order.SourcePosition;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeyStateTest {

  @Test
  void stateWhoseLineLandedLaterReplacesTheOtherWhateverTheVersions() {
    assertThat(state(1, 9, false).isNewerThan(state(2, 3, true))).isTrue();
    assertThat(state(2, 3, true).isNewerThan(state(1, 9, false))).isFalse();
    assertThat(state(1, 3, false).isNewerThan(state(1, 3, false))).isFalse();
  }

  @Test
  void stateIsTheSameAfterItWasWrittenAsText() {
    LogPlace place = LogPlace.of("mysql/a b", "server:1/#@", List.of(7L, -1L), List.of());
    SourcePosition position = new SourcePosition(2, true, List.of(place), 8L, -3L, 4L);
    for (long content : new long[] {0, 1, Long.MIN_VALUE | 1}) {
      for (long arrival : new long[] {9, 3}) {
        KeyState state = new KeyState(5, position, true, 9, arrival, content);

        assertThat(KeyState.of(5, 77, state.order(), true, 9)).isEqualTo(state);
      }
    }
  }

  @Test
  void stateOfAnEarlierVersionHasItsNumberAsPositionUnlessThatWasTheOrderOfArrival() {
    assertThat(KeyState.of(5, 77, null, false, 9).position())
        .isEqualTo(SourcePosition.ofNumber(77));
    assertThat(KeyState.of(5, 9, null, false, 9).position()).isEqualTo(SourcePosition.none(0));
  }
}
