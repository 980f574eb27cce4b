package dev.freshet.pipeline.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
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
  void newerIsAStrictOrder() {
    List<KeyState> all = List.of(live(1), deleted(1), live(2), deleted(2));
    for (int i = 0; i < all.size(); i++) {
      for (int j = 0; j < all.size(); j++) {
        assertThat(all.get(i).isNewerThan(all.get(j))).isEqualTo(i > j);
      }
    }
  }

  private static KeyState live(long version) {
    return new KeyState(version, 0, false);
  }

  private static KeyState deleted(long version) {
    return new KeyState(version, 0, true);
  }
}
