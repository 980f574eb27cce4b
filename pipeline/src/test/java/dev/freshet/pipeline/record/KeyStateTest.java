package dev.freshet.pipeline.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class KeyStateTest {

  @Test
  void higherVersionIsNewer() {
    assertThat(live(2).isNewerThan(deleted(1))).isTrue();
    assertThat(deleted(1).isNewerThan(live(2))).isFalse();
  }

  @Test
  void deleteIsNewerThanALiveStateOfTheSameVersion() {
    assertThat(deleted(1).isNewerThan(live(1))).isTrue();
    assertThat(live(1).isNewerThan(deleted(1))).isFalse();
  }

  @Test
  void laterPositionDecidesBetweenEqualVersionsOfTheSameKind() {
    assertThat(new KeyState(1, 9, false).isNewerThan(new KeyState(1, 3, false))).isTrue();
    assertThat(new KeyState(1, 3, true).isNewerThan(new KeyState(1, 9, true))).isFalse();
    assertThat(new KeyState(1, 3, true).isNewerThan(new KeyState(1, 3, true))).isFalse();
  }

  @Test
  void deleteBeatsALiveStateOfTheSameVersionWhateverThePositions() {
    assertThat(new KeyState(1, 3, true).isNewerThan(new KeyState(1, 9, false))).isTrue();
    assertThat(new KeyState(1, 9, false).isNewerThan(new KeyState(1, 3, true))).isFalse();
  }

  @Test
  void unknownVersionIsLowerThanEveryKnownOneWhateverThePositions() {
    KeyState unknown = new KeyState(KeyState.UNKNOWN_VERSION, 5, true);

    assertThat(new KeyState(0, 4, false).isNewerThan(unknown)).isTrue();
    assertThat(unknown.isNewerThan(new KeyState(0, 4, false))).isFalse();
    assertThat(new KeyState(KeyState.UNKNOWN_VERSION, 6, true).isNewerThan(unknown)).isTrue();
    assertThat(unknown.isNewerThan(unknown)).isFalse();
  }

  @Test
  void foldingIsIndependentOfOrderAndRepetition() {
    Random random = new Random(11);
    for (int round = 0; round < 500; round++) {
      List<KeyState> states = new ArrayList<>();
      for (int i = 0; i < 2 + random.nextInt(8); i++) {
        states.add(state(random));
      }
      KeyState expected = fold(states);

      List<KeyState> shuffled = new ArrayList<>(states);
      shuffled.addAll(states.subList(0, random.nextInt(states.size())));
      Collections.shuffle(shuffled, random);

      assertThat(fold(shuffled)).isEqualTo(expected);
      assertThat(states).noneMatch(state -> state.isNewerThan(expected));
    }
  }

  @Test
  void newerIsAStrictOrder() {
    List<KeyState> all = List.of(live(1), deleted(1), live(2), deleted(2));
    for (int i = 0; i < all.size(); i++) {
      for (int j = 0; j < all.size(); j++) {
        assertThat(all.get(i).isNewerThan(all.get(j))).isEqualTo(i > j);
      }
    }
  }

  /** One in four has no known version; all of those are tombstones. */
  private static KeyState state(Random random) {
    return random.nextInt(4) == 0
        ? new KeyState(KeyState.UNKNOWN_VERSION, random.nextInt(3), true)
        : new KeyState(random.nextInt(3), random.nextInt(3), random.nextBoolean());
  }

  private static KeyState fold(List<KeyState> states) {
    return states.stream().reduce(KeyState::latest).orElseThrow();
  }

  private static KeyState live(long version) {
    return new KeyState(version, 0, false);
  }

  private static KeyState deleted(long version) {
    return new KeyState(version, 0, true);
  }
}
