package dev.freshet.pipeline.seam;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.pipeline.change.ChangeEvent;
import dev.freshet.pipeline.change.LandedRow;
import dev.freshet.pipeline.change.Reading;
import dev.freshet.pipeline.key.KeyState;
import java.time.Instant;
import java.util.ArrayList;
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
  void controlEventsArePassedOver() {
    LandedEvent control =
        landed(new ChangeEvent(ChangeEvent.Op.CONTROL, null, null, 1, null, null), 1);

    Reduction reduction = Reduction.of(List.of(control), Map.of());

    assertThat(reduction).isEqualTo(new Reduction(Map.of(), 0));
  }

  @Test
  void newestByVersionThenDeletionThenPositionWinsInAnyOrderAndCut() {
    Random random = new Random(17);
    for (int round = 0; round < 2_000; round++) {
      List<LandedEvent> events = randomEvents(random);
      Map<String, KeyState> expected = new HashMap<>();
      events.forEach(event -> keepGreatest(expected, event.reading().event()));

      Map<String, KeyState> known = new HashMap<>();
      long counted = 0;
      for (int from = 0; from < events.size(); ) {
        int to = from + 1 + random.nextInt(events.size() - from);
        Reduction reduction = Reduction.of(events.subList(from, to), known);
        known.putAll(states(reduction));
        counted += reduction.accepted().size() + reduction.stale();
        from = to;
      }

      assertThat(known).as("round %d", round).isEqualTo(expected);
      assertThat(counted).isEqualTo(events.size());
    }
  }

  /** The reference: a total order over states, told nothing of events before or after. */
  private static void keepGreatest(Map<String, KeyState> model, ChangeEvent event) {
    KeyState own =
        new KeyState(event.version(), event.position(), event.op() == ChangeEvent.Op.DELETE);
    KeyState known = model.get(event.recordKey());
    if (known == null || rank(own).compareTo(rank(known)) > 0) {
      model.put(event.recordKey(), own);
    }
  }

  private static String rank(KeyState state) {
    return "%03d%d%03d".formatted(state.version(), state.deleted() ? 1 : 0, state.position());
  }

  private static List<LandedEvent> randomEvents(Random random) {
    List<LandedEvent> events = new ArrayList<>();
    int size = 1 + random.nextInt(20);
    for (int i = 0; i < size; i++) {
      String key = "k" + random.nextInt(3);
      long version = random.nextInt(4);
      // Positions do not follow the order of arrival: files may land in any order.
      long position = random.nextInt(size);
      events.add(
          random.nextInt(3) == 0 ? delete(key, version, position) : upsert(key, version, position));
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
