package dev.freshet.pipeline.heal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.core.BatchIdentity;
import dev.freshet.core.config.HomeLayout;
import dev.freshet.home.delta.DeltaTables;
import dev.freshet.home.layer.GoldRow;
import dev.freshet.home.layer.LandedLine;
import dev.freshet.home.layer.LayerTable;
import dev.freshet.home.layer.LayerTables;
import dev.freshet.home.layer.Lineage;
import dev.freshet.pipeline.heal.KeyIndexRecovery.RecoveryOutcome;
import dev.freshet.pipeline.record.KeyIndex;
import dev.freshet.pipeline.record.KeyState;
import dev.freshet.pipeline.record.States;
import dev.freshet.storage.damage.DamageListener;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyIndexRecoveryTest {

  @TempDir Path dir;
  private DeltaTables tables;
  private LayerTable<GoldRow> gold;
  private KeyIndex index;

  @BeforeEach
  void open() {
    tables = DeltaTables.local();
    gold = LayerTables.of(tables, new HomeLayout(dir, "test")).gold();
    index = KeyIndex.open(dir.resolve("keys"), DamageListener.NONE);
  }

  @AfterEach
  void close() {
    index.close();
    tables.close();
  }

  @Test
  void newIndexOfAnEmptyGoldIsComplete() {
    RecoveryOutcome outcome = recover(0);

    assertThat(outcome).isEqualTo(new RecoveryOutcome(true, 0));
    assertThat(index.needsRebuild()).isFalse();
  }

  @Test
  void rebuildFoldsGoldButForBatchesThatWillBeRepeated() {
    batch("s", 1, change("a", 1, false), change("b", 1, false));
    batch("s", 2, change("a", 2, true), change("b", 3, false));
    batch("s", 3, change("b", 7, false), change("c", 1, false));

    RecoveryOutcome outcome = recover(2);

    assertThat(outcome).isEqualTo(new RecoveryOutcome(true, 4));
    assertThat(index.find(List.of("a", "b", "c")))
        .isEqualTo(Map.of("a", state(2, 2, true), "b", state(3, 2, false)));
    assertThat(index.liveRecords()).isEqualTo(1);
    assertThat(index.appliedThrough("s")).isEqualTo(2);
    assertThat(index.needsRebuild()).isFalse();
  }

  @Test
  void rowOfABatchThatNeverArrivedCountsIfASmallerBatchBroughtItsFile() {
    // Given a batch of files 1 to 3 that Gold holds, of which the vector table holds file 1 and 2
    rows(
        new BatchIdentity("s", 3),
        row(new BatchIdentity("s", 3), change("a", 1, false), 1),
        row(new BatchIdentity("s", 3), change("b", 1, false), 3));

    recover(2);

    assertThat(index.find(List.of("a", "b"))).isEqualTo(Map.of("a", state(1, 1, false)));
    assertThat(index.appliedThrough("s")).isEqualTo(2);
  }

  @Test
  void indexThatMissesBatchesIsCaughtUpWithoutReadingTheOthers() {
    batch("s", 1, change("a", 1, false));
    recover(1);
    batch("s", 2, change("b", 1, false));
    batch("s", 3, change("a", 3, true));
    batch("s", 4, change("c", 1, false));

    RecoveryOutcome outcome = recover(3);

    assertThat(outcome).isEqualTo(new RecoveryOutcome(false, 2));
    assertThat(index.find(List.of("a", "b", "c")))
        .isEqualTo(Map.of("a", state(3, 3, true), "b", state(1, 2, false)));
    assertThat(index.appliedThrough("s")).isEqualTo(3);
    assertThat(index.liveRecords()).isEqualTo(1);
  }

  @Test
  void indexThatIsUpToDateIsLeftAlone() {
    batch("s", 1, change("a", 1, false));
    recover(1);

    assertThat(recover(1)).isEqualTo(new RecoveryOutcome(false, 0));
  }

  @Test
  void indexAheadOfTheVectorTableIsRebuilt() {
    batch("s", 1, change("a", 1, false));
    batch("s", 2, change("a", 2, false));
    recover(2);

    // When the vector table was restored to an earlier version
    RecoveryOutcome outcome = recover(1);

    assertThat(outcome.rebuilt()).isTrue();
    assertThat(index.find(List.of("a"))).isEqualTo(Map.of("a", state(1, 1, false)));
    assertThat(index.appliedThrough("s")).isEqualTo(1);
  }

  @Test
  void newStreamKeepsWhatTheOldOneLeft() {
    batch("old", 8, change("a", 5, true));
    index.apply(new BatchIdentity("unrelated", 1), Map.of());
    recover("old", 8);
    batch("old", 9, change("b", 1, false));

    recover("new", 0);

    assertThat(index.find(List.of("a", "b")).keySet()).containsExactlyInAnyOrder("a", "b");
    assertThat(index.appliedThrough("old")).isEqualTo(9);
    assertThat(index.appliedThrough("new")).isZero();
  }

  @Test
  void rebuildKilledHalfWayIsDoneAgain() {
    batch("s", 1, change("a", 1, false), change("b", 1, false));
    recover(1);
    // Given the writes a rebuild had made when it was killed
    index.clear();
    index.fold(Map.of("ghost", state(1, 1, false)), Map.of(), KeyIndex.Step.RECOVERY_SLICE);
    index.close();
    index = KeyIndex.open(dir.resolve("keys"), DamageListener.NONE);

    RecoveryOutcome outcome = recover(1);

    assertThat(outcome).isEqualTo(new RecoveryOutcome(true, 2));
    assertThat(index.find(List.of("a", "b", "ghost")).keySet()).containsExactlyInAnyOrder("a", "b");
    assertThat(index.liveRecords()).isEqualTo(2);
  }

  @Test
  void catchUpKilledHalfWayLeavesNothingHalfKnown() {
    batch("s", 1, change("a", 1, false));
    recover(1);
    index.fold(Map.of("a", state(9, 9, false)), Map.of(), KeyIndex.Step.RECOVERY_SLICE);

    RecoveryOutcome outcome = recover(1);

    assertThat(outcome.rebuilt()).isTrue();
    assertThat(index.find(List.of("a"))).isEqualTo(Map.of("a", state(1, 1, false)));
  }

  @Test
  void goldThatCannotBeReadFailsTheRecoveryAndLeavesTheIndexIncomplete() throws Exception {
    batch("s", 1, change("a", 1, false));
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(new HomeLayout(dir, "test").gold(), "*.parquet")) {
      for (Path file : files) {
        Files.delete(file);
      }
    }

    assertThatThrownBy(() -> recover(1)).isInstanceOf(RuntimeException.class);
    assertThat(index.needsRebuild()).isTrue();
  }

  @Test
  void recoveryAtAnyPointEqualsTheReferenceModel() {
    Random random = new Random(5);
    List<Map<String, KeyState>> models = new ArrayList<>();
    models.add(Map.of());
    for (int end = 1; end <= 12; end++) {
      Map<String, KeyState> model = new HashMap<>(models.get(end - 1));
      Change[] changes = new Change[1 + random.nextInt(6)];
      for (int i = 0; i < changes.length; i++) {
        changes[i] = change("k" + random.nextInt(8), random.nextInt(6), random.nextInt(3) == 0);
        KeyState state = state(changes[i].version(), end, changes[i].deleted());
        model.merge(changes[i].key(), state, (a, b) -> b.isNewerThan(a) ? b : a);
      }
      batch("s", end, changes);
      models.add(model);
    }
    for (int step = 0; step < 25; step++) {
      int upTo = random.nextInt(13);

      recover(upTo);

      Map<String, KeyState> model = models.get(upTo);
      assertThat(index.find(models.get(12).keySet())).isEqualTo(model);
      assertThat(index.liveRecords())
          .isEqualTo(model.values().stream().filter(state -> !state.deleted()).count());
    }
  }

  private record Change(String key, long version, boolean deleted) {}

  private static Change change(String key, long version, boolean deleted) {
    return new Change(key, version, deleted);
  }

  private void batch(String stream, long end, Change... changes) {
    BatchIdentity id = new BatchIdentity(stream, end);
    rows(id, Stream.of(changes).map(change -> row(id, change, end)).toArray(GoldRow[]::new));
  }

  private void rows(BatchIdentity id, GoldRow... rows) {
    gold.append(id, List.of(rows));
  }

  private static KeyState state(long version, long sequence, boolean deleted) {
    return States.state(version, LandedLine.place(sequence, 1), deleted);
  }

  private static GoldRow row(BatchIdentity batch, Change change, long sequence) {
    return new GoldRow(
        new Lineage(batch, sequence, "/landing/a", 1, Instant.EPOCH),
        change.key(),
        change.version(),
        sequence,
        "",
        change.deleted() ? null : new GoldRow.Content("text", Map.of()),
        null);
  }

  private RecoveryOutcome recover(long upTo) {
    return recover("s", upTo);
  }

  private RecoveryOutcome recover(String stream, long upTo) {
    return new KeyIndexRecovery(index, gold)
        .recover(stream, each -> each.equals(stream) ? upTo : Long.MAX_VALUE);
  }
}
