package dev.freshet.pipeline.stage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.pipeline.change.ChangeEvent;
import dev.freshet.pipeline.change.LandedRow;
import dev.freshet.pipeline.change.Reading;
import dev.freshet.pipeline.record.KeyState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReductionTest {

  @Test
  void newestChangeOfEachRecordCounts() {
    Reduction reduction =
        reduce(
            Map.of(), upsert("a", 1, 1), upsert("b", 5, 2), upsert("a", 3, 3), upsert("a", 2, 4));

    assertThat(states(reduction))
        .isEqualTo(Map.of("a", new KeyState(3, 3, false), "b", new KeyState(5, 2, false)));
    assertThat(reduction.stale()).isEqualTo(2);
  }

  @Test
  void changeThatIsNotNewerThanWhatIsKnownIsStale() {
    Map<String, KeyState> known =
        Map.of("a", new KeyState(5, 9, false), "gone", new KeyState(5, 9, true));

    Reduction reduction =
        reduce(known, upsert("a", 4, 10), upsert("gone", 4, 11), upsert("gone", 5, 12));

    assertThat(reduction.accepted()).isEmpty();
    assertThat(reduction.stale()).isEqualTo(3);
  }

  @Test
  void repeatedEventOfTheSameVersionAndPositionIsStale() {
    Reduction reduction = reduce(Map.of("a", new KeyState(5, 9, false)), upsert("a", 5, 9));

    assertThat(reduction.accepted()).isEmpty();
  }

  @Test
  void deleteWithoutVersionEndsTheVersionItMeets() {
    Reduction reduction =
        reduce(Map.of("a", new KeyState(5, 1, false)), delete("a", null, 2), upsert("a", 5, 3));

    assertThat(states(reduction)).isEqualTo(Map.of("a", new KeyState(5, 2, true)));
    assertThat(reduction.stale()).isEqualTo(1);
  }

  @Test
  void deleteWithoutVersionThatHappenedBeforeWhatIsKnownIsStale() {
    Reduction reduction = reduce(Map.of("a", new KeyState(5, 9, false)), delete("a", null, 8));

    assertThat(reduction.accepted()).isEmpty();
    assertThat(reduction.stale()).isEqualTo(1);
  }

  @Test
  void deleteWithoutVersionOfAnUnknownRecordHoldsBackWhatHappenedBefore() {
    KeyState tombstone = new KeyState(KeyState.UNKNOWN_VERSION, 7, true);

    Reduction first = reduce(Map.of(), delete("a", null, 7), upsert("a", 3, 6));
    Reduction later = reduce(states(first), upsert("a", 3, 8));

    assertThat(states(first)).isEqualTo(Map.of("a", tombstone));
    assertThat(states(later)).isEqualTo(Map.of("a", new KeyState(3, 8, false)));
  }

  @Test
  void controlEventsAreSkipped() {
    LandedEvent control =
        landed(new ChangeEvent(ChangeEvent.Op.CONTROL, null, null, 1, null, null), 1);

    Reduction reduction = Reduction.of(List.of(control), Map.of());

    assertThat(reduction).isEqualTo(new Reduction(Map.of(), 0));
  }

  @Test
  void changeThatHappenedBeforeADeletionDoesNotUndoItThoughItsVersionIsHigher() {
    // Given a delete without version that arrived before the update it followed
    Reduction reduction =
        reduce(Map.of(), upsert("a", 3, 2), delete("a", null, 5), upsert("a", 4, 4));

    assertThat(states(reduction)).isEqualTo(Map.of("a", new KeyState(3, 5, true)));
  }

  @Test
  void anyOrderOfLandingEndsWhereTheSourceEnded() {
    Random random = new Random(17);
    for (int round = 0; round < 2_000; round++) {
      Map<String, ChangeEvent> last = new HashMap<>();
      List<LandedEvent> events = sourceHistory(random, last);
      Collections.shuffle(events, random);
      events.addAll(events.subList(0, random.nextInt(events.size())));

      Map<String, KeyState> states = inRandomBatches(events, random);

      assertThat(states.keySet()).isEqualTo(last.keySet());
      for (Map.Entry<String, ChangeEvent> end : last.entrySet()) {
        KeyState state = states.get(end.getKey());
        assertThat(state.position()).as("round %d", round).isEqualTo(end.getValue().position());
        assertThat(state.deleted()).isEqualTo(end.getValue().op() == ChangeEvent.Op.DELETE);
        assertThat(state.deleted() || state.version() == end.getValue().version()).isTrue();
      }
    }
  }

  @Test
  void bordersOfBatchesDoNotMatter() {
    Random random = new Random(19);
    for (int round = 0; round < 2_000; round++) {
      List<LandedEvent> events = randomEvents(random);

      assertThat(inRandomBatches(events, random)).isEqualTo(states(Reduction.of(events, Map.of())));
    }
  }

  private static Map<String, KeyState> inRandomBatches(List<LandedEvent> events, Random random) {
    Map<String, KeyState> known = new HashMap<>();
    long counted = 0;
    for (int from = 0; from < events.size(); ) {
      int to = from + 1 + random.nextInt(events.size() - from);
      Reduction reduction = Reduction.of(events.subList(from, to), known);
      known.putAll(states(reduction));
      counted += reduction.accepted().size() + reduction.stale();
      from = to;
    }
    assertThat(counted).isEqualTo(events.size());
    return known;
  }

  /**
   * Events in the order of a source whose versions grow and whose deletes carry the version they
   * end, or none.
   *
   * @param last takes the last event of each record
   */
  private static List<LandedEvent> sourceHistory(Random random, Map<String, ChangeEvent> last) {
    List<LandedEvent> events = new ArrayList<>();
    Map<String, Long> versions = new HashMap<>();
    int size = 1 + random.nextInt(15);
    for (int position = 1; position <= size; position++) {
      String key = "k" + random.nextInt(3);
      ChangeEvent before = last.get(key);
      boolean live = before != null && before.op() == ChangeEvent.Op.UPSERT;
      LandedEvent event;
      if (live && random.nextInt(3) == 0) {
        event = delete(key, random.nextBoolean() ? versions.get(key) : null, position);
      } else {
        event = upsert(key, versions.merge(key, 1L + random.nextInt(2), Long::sum), position);
      }
      events.add(event);
      last.put(key, event.reading().event());
    }
    return events;
  }

  private static List<LandedEvent> randomEvents(Random random) {
    List<LandedEvent> events = new ArrayList<>();
    int size = 1 + random.nextInt(20);
    for (int i = 0; i < size; i++) {
      String key = "k" + random.nextInt(3);
      Long version = (long) random.nextInt(4);
      long position = random.nextInt(size);
      switch (random.nextInt(4)) {
        case 0 -> events.add(delete(key, version, position));
        case 1 -> events.add(delete(key, null, position));
        default -> events.add(upsert(key, version, position));
      }
    }
    return events;
  }

  private static Reduction reduce(Map<String, KeyState> known, LandedEvent... events) {
    return Reduction.of(List.of(events), known);
  }

  private static Map<String, KeyState> states(Reduction reduction) {
    Map<String, KeyState> states = new HashMap<>();
    reduction.accepted().forEach((key, change) -> states.put(key, change.state()));
    return states;
  }

  private static LandedEvent upsert(String key, long version, long position) {
    return landed(
        new ChangeEvent(ChangeEvent.Op.UPSERT, key, version, position, null, null), position);
  }

  private static LandedEvent delete(String key, @Nullable Long version, long position) {
    return landed(
        new ChangeEvent(ChangeEvent.Op.DELETE, key, version, position, null, null), position);
  }

  private static LandedEvent landed(ChangeEvent event, long line) {
    LandedRow row = new LandedRow("", line, "/landing/a", 1, 1, Instant.EPOCH, null);
    return new LandedEvent(row, new Reading.Event(event, null));
  }
}
