package dev.freshet.pipeline.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NewestByKeyTest {

  @Test
  void newestElementOfEachKeyIsKept() {
    NewestByKey<KeyState> newest = newest(Map.of());

    newest.offer("b", live(1));
    newest.offer("a", live(3));
    newest.offer("a", live(2));
    newest.offer("b", live(4));

    assertThat(newest.elements()).containsExactly(Map.entry("b", live(4)), Map.entry("a", live(3)));
    assertThat(newest.current("a")).isEqualTo(live(3));
    assertThat(newest.current("c")).isNull();
  }

  @Test
  void elementThatIsNotNewerThanWhatIsKnownIsNotTakenIn() {
    NewestByKey<KeyState> newest = newest(Map.of("a", live(3), "b", live(3)));

    newest.offer("a", live(2));
    newest.offer("a", live(3));
    newest.offer("b", live(4));

    assertThat(newest.holds("a")).isFalse();
    assertThat(newest.current("a")).isEqualTo(live(3));
    assertThat(newest.holds("b")).isTrue();
    assertThat(newest.elements()).isEqualTo(Map.of("b", live(4)));
  }

  @Test
  void ofEqualStatesTheFirstElementIsKept() {
    record Named(String name, KeyState state) {}
    NewestByKey<Named> newest = new NewestByKey<>(Named::state, Map.of());

    newest.offer("a", new Named("first", live(1)));
    newest.offer("a", new Named("second", live(1)));

    assertThat(newest.elements().get("a").name()).isEqualTo("first");
  }

  @Test
  void orderAndRepetitionDoNotMatter() {
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

  /** One in four has no known version; all of those are tombstones. */
  private static KeyState state(Random random) {
    return random.nextInt(4) == 0
        ? States.state(KeyState.UNKNOWN_VERSION, random.nextInt(1_000_000), true)
        : States.state(random.nextInt(3), random.nextInt(1_000_000), random.nextBoolean());
  }

  private static KeyState fold(List<KeyState> states) {
    NewestByKey<KeyState> newest = newest(Map.of());
    states.forEach(state -> newest.offer("a", state));
    return newest.elements().get("a");
  }

  private static NewestByKey<KeyState> newest(Map<String, KeyState> known) {
    return new NewestByKey<>(state -> state, known);
  }

  private static KeyState live(long place) {
    return States.state(place, place, false);
  }
}
