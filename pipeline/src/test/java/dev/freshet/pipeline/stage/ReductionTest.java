package dev.freshet.pipeline.stage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.pipeline.change.ChangeEvent;
import dev.freshet.pipeline.change.LandedRow;
import dev.freshet.pipeline.change.Reading;
import dev.freshet.pipeline.order.LogPlace;
import dev.freshet.pipeline.order.SourcePosition;
import dev.freshet.pipeline.record.ChangeOrder;
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

  private static final ChangeOrder ORDER = new ChangeOrder(true);

  private long arrived;

  @Test
  void newestChangeOfEachRecordCounts() {
    Reduction reduction =
        reduce(
            Map.of(), upsert("a", 1, 1), upsert("b", 5, 2), upsert("a", 3, 3), upsert("a", 2, 4));

    assertThat(shown(reduction)).isEqualTo(Map.of("a", "3@3", "b", "5@2"));
    assertThat(reduction.stale()).isEqualTo(2);
  }

  @Test
  void changeThatIsNotNewerThanWhatIsKnownIsStale() {
    Map<String, KeyState> known =
        states(reduce(Map.of(), upsert("a", 5, 9), upsert("gone", 5, 8), delete("gone", 5L, 9)));

    Reduction reduction =
        reduce(known, upsert("a", 4, 10), upsert("gone", 4, 7), upsert("gone", 5, 8));

    assertThat(reduction.accepted()).isEmpty();
    assertThat(reduction.stale()).isEqualTo(3);
  }

  @Test
  void repeatedEventIsStale() {
    Map<String, KeyState> known = states(reduce(Map.of(), upsert("a", 5, 9), delete("b", 5L, 9)));

    Reduction reduction = reduce(known, upsert("a", 5, 9), delete("b", 5L, 9));

    assertThat(reduction.accepted()).isEmpty();
  }

  @Test
  void deleteWithoutVersionEndsTheVersionItMeets() {
    Map<String, KeyState> known = states(reduce(Map.of(), upsert("a", 5, 2)));

    Reduction reduction = reduce(known, delete("a", null, 3), upsert("a", 5, 2));

    assertThat(shown(reduction)).isEqualTo(Map.of("a", "5@3 deleted"));
    assertThat(reduction.stale()).isEqualTo(1);
  }

  @Test
  void deleteDoesNotOutrankALaterInsertOfTheSameTick() {
    Reduction reduction =
        reduce(Map.of(), upsert("a", 4, 1), delete("a", 5L, 2), upsert("a", 5, 3));

    assertThat(shown(reduction)).isEqualTo(Map.of("a", "5@3"));
  }

  @Test
  void withoutALogALaterInsertOfTheSameTickCountsAndARepeatedLineDoesNot() {
    LandedEvent first = plain("a", 5L, "one");
    LandedEvent delete = plain("a", 5L, null);

    assertThat(shown(reduce(Map.of(), first, delete, plain("a", 5L, "two"))))
        .isEqualTo(Map.of("a", "5"));
    assertThat(shown(reduce(Map.of(), first, delete, first))).isEqualTo(Map.of("a", "5 deleted"));
  }

  @Test
  void deleteWithoutVersionThatHappenedBeforeWhatIsKnownIsStale() {
    Reduction reduction = reduce(states(reduce(Map.of(), upsert("a", 5, 9))), delete("a", null, 8));

    assertThat(reduction.accepted()).isEmpty();
    assertThat(reduction.stale()).isEqualTo(1);
  }

  @Test
  void deleteWithoutVersionOfAnUnknownRecordHoldsBackWhatHappenedBefore() {
    Reduction first = reduce(Map.of(), delete("a", null, 7), upsert("a", 3, 6));
    Reduction later = reduce(states(first), upsert("a", 3, 8));

    assertThat(shown(first)).isEqualTo(Map.of("a", KeyState.UNKNOWN_VERSION + "@7 deleted"));
    assertThat(shown(later)).isEqualTo(Map.of("a", "3@8"));
  }

  @Test
  void controlEventsAreSkipped() {
    LandedEvent control =
        landed(
            new ChangeEvent(
                ChangeEvent.Op.CONTROL, null, null, null, SourcePosition.none(0), null, null),
            "");

    Reduction reduction = Reduction.of(List.of(control), Map.of(), ORDER);

    assertThat(reduction).isEqualTo(new Reduction(Map.of(), 0, 0, 0));
  }

  @Test
  void changeThatHappenedBeforeADeletionDoesNotUndoItThoughItsVersionIsHigher() {
    // Given a delete without version that arrived before the update it followed
    Reduction reduction =
        reduce(Map.of(), upsert("a", 3, 2), delete("a", null, 5), upsert("a", 4, 4));

    assertThat(shown(reduction)).isEqualTo(Map.of("a", "3@5 deleted"));
  }

  @Test
  void insertAfterADeletionCountsThoughItsVersionStartsAgain() {
    Reduction reduction =
        reduce(Map.of(), upsert("a", 9, 2), delete("a", null, 5), upsert("a", 1, 6));

    assertThat(shown(reduction)).isEqualTo(Map.of("a", "1@6"));
  }

  @Test
  void updateThatGivesARecordAnotherKeyDeletesTheOldRecord() {
    ChangeEvent rename =
        new ChangeEvent(ChangeEvent.Op.UPSERT, "new", "old", 2L, at(2), null, null);

    Reduction reduction = reduce(Map.of(), upsert("old", 1, 1), landed(rename, "rename"));

    assertThat(shown(reduction)).isEqualTo(Map.of("old", "1@2 deleted", "new", "2@2"));
    assertThat(reduction.accepted().size() + reduction.stale()).isEqualTo(2 + reduction.renamed());
  }

  @Test
  void changesThatWereCommittedLaterButAreOlderShowThatTheSourceWentBackwards() {
    Map<String, KeyState> known =
        states(reduce(Map.of(), committed("a", 1000, 50), committed("b", 1000, 50)));

    Reduction backwards = reduce(known, committed("a", 7, 90), committed("b", 8, 91));
    Reduction late = reduce(known, committed("a", 7, 40), committed("b", 8, 41));

    assertThat(backwards).isEqualTo(new Reduction(Map.of(), 2, 2, 0));
    assertThat(late).isEqualTo(new Reduction(Map.of(), 2, 0, 0));
  }

  @Test
  void versionOfASmallerUnitShowsThatTheSourceWentBackwards() {
    Map<String, KeyState> known = states(reduce(Map.of(), plain("a", 1733059200000L, "x")));

    assertThat(reduce(known, plain("a", 1733059300L, "y")).backwards()).isEqualTo(1);
    assertThat(reduce(known, plain("a", 1733059100000L, "y")).backwards()).isZero();
  }

  @Test
  void higherEpochIsNewerWhateverLogAndVersion() {
    Map<String, KeyState> known = states(reduce(Map.of(), upsert("a", 9, 1000)));
    SourcePosition again = new SourcePosition(1, false, at(5).places(), null, 5L, null);
    ChangeEvent event = new ChangeEvent(ChangeEvent.Op.UPSERT, "a", null, 2L, again, null, null);

    Reduction next = reduce(known, landed(event, "again"));

    assertThat(shown(next)).isEqualTo(Map.of("a", "2@5"));
    assertThat(reduce(states(next), upsert("a", 10, 2000)).accepted()).isEmpty();
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

      assertThat(inRandomBatches(events, random))
          .isEqualTo(states(reduceFrom(0, events, Map.of())));
    }
  }

  private static Map<String, KeyState> inRandomBatches(List<LandedEvent> events, Random random) {
    Map<String, KeyState> known = new HashMap<>();
    long counted = 0;
    for (int from = 0; from < events.size(); ) {
      int to = from + 1 + random.nextInt(events.size() - from);
      Reduction reduction = reduceFrom(from, events.subList(from, to), known);
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

  private Reduction reduce(Map<String, KeyState> known, LandedEvent... events) {
    arrived += 100;
    return reduceFrom(arrived, List.of(events), known);
  }

  /** Reduces events that arrive in this order, the first one after {@code arrived} lines. */
  private static Reduction reduceFrom(
      long arrived, List<LandedEvent> events, Map<String, KeyState> known) {
    List<LandedEvent> numbered = new ArrayList<>();
    for (LandedEvent event : events) {
      LandedRow row =
          new LandedRow(
              event.row().value(),
              arrived + numbered.size() + 1,
              "/landing/a",
              1,
              1,
              Instant.EPOCH,
              null);
      numbered.add(new LandedEvent(row, event.reading()));
    }
    return Reduction.of(numbered, known, ORDER);
  }

  private static Map<String, KeyState> states(Reduction reduction) {
    Map<String, KeyState> states = new HashMap<>();
    reduction.accepted().forEach((key, change) -> states.put(key, change.state()));
    return states;
  }

  /** Version, place in the log, and whether the record is deleted. */
  private static Map<String, String> shown(Reduction reduction) {
    Map<String, String> shown = new HashMap<>();
    states(reduction)
        .forEach(
            (key, state) ->
                shown.put(
                    key,
                    state.version()
                        + (state.position().number() == null ? "" : "@" + state.position().number())
                        + (state.deleted() ? " deleted" : "")));
    return shown;
  }

  private static SourcePosition at(long place) {
    return at(place, null);
  }

  private static SourcePosition at(long place, @Nullable Long micros) {
    LogPlace log = LogPlace.of("log", "", List.of(place), List.of());
    return new SourcePosition(0, false, List.of(log), null, place, micros);
  }

  private static LandedEvent upsert(String key, long version, long position) {
    return landed(
        new ChangeEvent(ChangeEvent.Op.UPSERT, key, null, version, at(position), null, null),
        key + version + "@" + position);
  }

  private static LandedEvent committed(String key, long position, long micros) {
    return landed(
        new ChangeEvent(ChangeEvent.Op.UPSERT, key, null, null, at(position, micros), null, null),
        key + position);
  }

  private static LandedEvent delete(String key, @Nullable Long version, long position) {
    return landed(
        new ChangeEvent(ChangeEvent.Op.DELETE, key, null, version, at(position), null, null), "");
  }

  private static LandedEvent plain(String key, Long version, @Nullable String text) {
    ChangeEvent.Op op = text == null ? ChangeEvent.Op.DELETE : ChangeEvent.Op.UPSERT;
    return landed(
        new ChangeEvent(op, key, null, version, SourcePosition.none(0), null, null),
        String.valueOf(text));
  }

  private static LandedEvent landed(ChangeEvent event, String line) {
    LandedRow row = new LandedRow(line, 1, "/landing/a", 1, 1, Instant.EPOCH, null);
    return new LandedEvent(row, new Reading.Event(event, null));
  }
}
