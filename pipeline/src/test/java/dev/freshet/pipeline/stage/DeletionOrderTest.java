package dev.freshet.pipeline.stage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.pipeline.change.LandedRow;
import dev.freshet.pipeline.record.KeyState;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Debezium events with a version column and deletes without a version, in any order: a deleted
 * record stays deleted, and the key index that is rebuilt from Gold equals the one before.
 */
class DeletionOrderTest {

  private static final int KEYS = 4;

  @TempDir Path dir;
  private StageHome home;

  @BeforeEach
  void open() {
    home = StageHome.ofVersionedDebezium(dir);
  }

  @AfterEach
  void close() {
    home.close();
  }

  @Test
  void lateUpdateFromBeforeTheDeleteDoesNotReviveTheRecordAlsoAfterARebuild() {
    process(upsert("a", 3, 20), delete("a", 50));
    home.restartWithoutKeyIndex();

    process(upsert("a", 4, 40));

    assertThat(home.contents().chunks()).isEmpty();
    assertThat(home.keys().find(List.of("a")))
        .hasEntrySatisfying("a", state -> assertState(state, 3, 50, true));
  }

  @Test
  void recordThatIsInsertedAgainOutlivesARebuild() {
    process(delete("a", 70));
    process(upsert("a", 3, 80));
    process(upsert("a", 5, 60));
    KeyState known = home.keys().find(List.of("a")).get("a");

    home.restartWithoutKeyIndex();

    assertState(known, 5, 60, false);
    assertThat(home.keys().find(List.of("a"))).containsEntry("a", known);
    assertThat(home.keys().liveRecords()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void anyOrderOfArrivalEndsWhereTheSourceEndedAndSurvivesARebuild(long seed) {
    Random random = new Random(seed);
    List<String> events = new ArrayList<>();
    long[] version = new long[KEYS];
    boolean[] live = new boolean[KEYS];
    for (int position = 1; position <= 60; position++) {
      int key = random.nextInt(KEYS);
      live[key] = !live[key] || random.nextInt(3) > 0;
      events.add(
          live[key] ? upsert("k" + key, ++version[key], position) : delete("k" + key, position));
    }
    Collections.shuffle(events, random);
    for (int from = 0; from < events.size(); ) {
      int to = Math.min(events.size(), from + 1 + random.nextInt(12));
      process(events.subList(from, to).toArray(String[]::new));
      from = to;
    }

    assertEnd(version, live);
    home.restartWithoutKeyIndex();
    assertEnd(version, live);
    process(events.toArray(String[]::new));
    assertEnd(version, live);
  }

  private void assertEnd(long[] version, boolean[] live) {
    for (int key = 0; key < KEYS; key++) {
      KeyState state = home.keys().find(List.of("k" + key)).get("k" + key);
      assertThat(state.deleted()).isEqualTo(!live[key]);
      if (live[key]) {
        assertThat(home.contents().chunks())
            .containsEntry("k" + key + "#0", version[key] + " v" + version[key]);
      } else {
        assertThat(home.contents().chunks()).doesNotContainKey("k" + key + "#0");
      }
    }
  }

  private static void assertState(KeyState state, long version, long lsn, boolean deleted) {
    assertThat(state.version()).isEqualTo(version);
    assertThat(state.position().number()).isEqualTo(lsn);
    assertThat(state.deleted()).isEqualTo(deleted);
  }

  private int sequence;

  private void process(String... lines) {
    sequence++;
    List<LandedRow> file = Change.lines(sequence, List.of(lines));
    home.process(file);
  }

  private static String upsert(String key, long version, long lsn) {
    return ("{\"op\":\"u\",\"before\":null,\"after\":{\"id\":\"%s\",\"rev\":%d,\"tenant\":\"t\","
            + "\"body\":\"v%d\"},\"source\":{\"lsn\":%d}}")
        .formatted(key, version, version, lsn);
  }

  private static String delete(String key, long lsn) {
    return "{\"op\":\"d\",\"before\":{\"id\":\"%s\"},\"after\":null,\"source\":{\"lsn\":%d}}"
        .formatted(key, lsn);
  }
}
