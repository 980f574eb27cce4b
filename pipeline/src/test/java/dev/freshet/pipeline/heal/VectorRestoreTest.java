package dev.freshet.pipeline.heal;

import static dev.freshet.pipeline.stage.Change.delete;
import static dev.freshet.pipeline.stage.Change.deleteWithoutVersion;
import static dev.freshet.pipeline.stage.Change.file;
import static dev.freshet.pipeline.stage.Change.lines;
import static dev.freshet.pipeline.stage.Change.upsert;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.core.error.FreshetException;
import dev.freshet.pipeline.stage.BatchStep;
import dev.freshet.pipeline.stage.Change;
import dev.freshet.pipeline.stage.HomeContents;
import dev.freshet.pipeline.stage.StageHome;
import dev.freshet.testkit.vector.FakeVectorTable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A lost vector table is restored from Gold, whatever else was lost before. */
class VectorRestoreTest {

  @TempDir Path dir;
  @TempDir Path otherDir;
  private StageHome home;

  @BeforeEach
  void open() {
    home = StageHome.in(dir);
  }

  @AfterEach
  void close() {
    home.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void lostTableComesBackAsItWas(boolean keyIndexSurvives) {
    first();
    second();
    HomeContents before = home.contents();
    long live = home.keys().liveRecords();

    lose(keyIndexSurvives);

    assertThat(home.contents()).isEqualTo(before);
    assertThat(home.committedEnd(StageHome.STREAM)).isEqualTo(2);
    assertThat(home.keys().liveRecords()).isEqualTo(live);
    assertThat(home.keys().appliedThrough(StageHome.STREAM)).isEqualTo(2);
  }

  @Test
  void restoredTableGoesOnWithTheNextBatch() {
    first();
    lose(true);

    second();

    Map<String, String> restored = home.contents().chunks();
    assertThat(restored).isEqualTo(undisturbed());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void olderCopyOfTheTableIsBroughtUpToDate(boolean keyIndexSurvives) {
    FakeVectorTable older;
    try (StageHome other = StageHome.in(otherDir)) {
      first(other);
      older = other.vectors;
    }
    first();
    second();
    HomeContents before = home.contents();

    replace(older, keyIndexSurvives);

    assertThat(home.contents()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void changesOfEarlierStreamsComeBackToo(boolean keyIndexSurvives) {
    first();
    home.restartAsStream("second");
    home.process(file(7, upsert("c", 9, "c nine"), delete("a", 5)));
    HomeContents before = home.contents();

    lose(keyIndexSurvives);

    assertThat(home.contents()).isEqualTo(before);
    assertThat(home.committedEnd(StageHome.STREAM)).isEqualTo(1);
    assertThat(home.committedEnd("second")).isEqualTo(7);
  }

  @Test
  void earlierStreamComesBackWhereTheNewOneChangedNothing() {
    first();
    home.restartAsStream("second");
    home.process(file(7, upsert("a", 0, "late")));
    HomeContents before = home.contents();

    lose(true);

    assertThat(home.contents()).isEqualTo(before);
  }

  @Test
  void batchUnderWayIsLeftToItsRepetition() {
    first();
    home.processUntil(BatchStep.LAYERS_APPENDED, file(2, upsert("a", 8, "under way")));

    lose(true);

    assertThat(home.committedEnd(StageHome.STREAM)).isEqualTo(1);
    assertThat(home.contents().chunks()).containsEntry("a#0", "1 one");
    home.process(file(2, upsert("a", 8, "under way")));
    assertThat(home.contents().chunks()).containsEntry("a#0", "8 under way");
  }

  @Test
  void restoreThatIsStoppedOrFailsGoesOnWhereItWas() {
    first();
    home.restartAsStream("second");
    home.process(file(7, upsert("c", 9, "c nine")));
    home.restartAsStream("third");
    home.process(file(9, upsert("d", 9, "d nine")));
    HomeContents before = home.contents();

    // When it is stopped after the first stream, and fails at the second
    home.stop();
    home.vectors = new FakeVectorTable();
    home.deleteVectorCache();
    AtomicInteger asked = new AtomicInteger();
    home.start(() -> asked.incrementAndGet() > 1);
    assertThat(home.committedEnd(StageHome.STREAM)).isEqualTo(1);
    assertThat(home.committedEnd("second")).isZero();
    home.embedder.failNextCalls(1);
    assertThatThrownBy(() -> home.recover()).isInstanceOf(FreshetException.class);
    home.recover();

    assertThat(home.contents()).isEqualTo(before);
    assertThat(home.committedEnd("third")).isEqualTo(9);
  }

  @Test
  void largeTableComesBackInSeveralCommits() {
    for (int sequence = 1; sequence <= 3; sequence++) {
      List<Change> changes = new ArrayList<>();
      for (int i = 0; i < 400; i++) {
        changes.add(upsert("k" + (i + 100 * sequence), sequence, "text " + i));
      }
      home.process(file(sequence, changes));
    }
    Map<String, String> before = home.contents().chunks();

    lose(true);

    assertThat(home.contents().chunks()).isEqualTo(before);
    assertThat(home.vectorVersion()).as("a claim and two commits").isEqualTo(3);
  }

  @Test
  void nothingIsWrittenWhereNothingIsLost() {
    first();
    home.process(lines(2, List.of("no json")));
    home.process(file(3, upsert("a", 0, "late")));
    long version = home.vectorVersion();

    home.restart();
    home.restartWithoutKeyIndex();

    assertThat(home.vectorVersion()).as("two claims").isEqualTo(version + 2);
  }

  private void first() {
    first(home);
  }

  private static void first(StageHome home) {
    home.process(
        file(
            1,
            upsert("a", 1, "one"),
            upsert("b", 1, "b one|b two"),
            upsert("refused", 1, "fine"),
            upsert("empty", 1, "full")));
  }

  private void second() {
    home.process(
        file(
            2,
            upsert("a", 2, "two|three"),
            deleteWithoutVersion("b"),
            upsert("refused", 2, StageHome.REFUSED),
            upsert("empty", 2, "|"),
            delete("never seen", 3),
            upsert("c", 1, "new")));
  }

  private Map<String, String> undisturbed() {
    try (StageHome other = StageHome.in(otherDir)) {
      StageHome own = home;
      home = other;
      first();
      second();
      home = own;
      return other.contents().chunks();
    }
  }

  private void lose(boolean keyIndexSurvives) {
    replace(new FakeVectorTable(), keyIndexSurvives);
  }

  private void replace(FakeVectorTable other, boolean keyIndexSurvives) {
    home.vectors = other;
    if (keyIndexSurvives) {
      home.restart();
    } else {
      home.restartWithoutKeyIndex();
    }
  }
}
