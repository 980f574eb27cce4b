package dev.freshet.pipeline.stage;

import static dev.freshet.pipeline.stage.Change.file;
import static dev.freshet.pipeline.stage.Change.upsert;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.home.layer.Quarantine;
import dev.freshet.home.layer.QuarantineRow;
import dev.freshet.pipeline.metrics.BatchReport;
import dev.freshet.testkit.vector.FakeVectorTable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Records at which a step fails, for a reason that was not foreseen. */
class PoisonRecordTest {

  private static final int RECORDS = 200;

  @TempDir Path dir;
  private StageHome home;

  @BeforeEach
  void open() {
    home = StageHome.in(dir);
  }

  @AfterEach
  void close() {
    home.close();
  }

  /** A step that fails with a text. */
  enum Step {
    CHUNKER("a labyrinth"),
    MODEL("a fatal text"),
    TABLE("a monster");

    private final String poison;

    Step(String poison) {
      this.poison = poison;
    }
  }

  private void setTraps() {
    home.embedder.failForTexts(text -> text.contains("fatal"));
    home.vectors.failStagingOf(row -> row.chunk().text().contains("monster"));
  }

  @ParameterizedTest
  @EnumSource(Step.class)
  void recordAtWhichAStepFailsIsQuarantinedAndAllOthersAreIndexed(Step step) {
    setTraps();
    List<Change> changes = changes(RECORDS);
    changes.set(77, upsert("k77", 1, step.poison));
    changes.set(151, upsert("k151", 1, "good|" + step.poison));

    BatchReport report = home.process(file(1, changes));

    assertThat(home.contents().chunks()).hasSize(RECORDS - 2);
    assertThat(report.changes().refused()).isEqualTo(2);
    assertThat(home.quarantined)
        .extracting(QuarantineRow::recordKey)
        .containsExactly("k77", "k151");
    assertThat(home.quarantined)
        .allSatisfy(
            row -> {
              assertThat(row.stage()).isEqualTo(Quarantine.Stage.EMBED);
              assertThat(row.reason())
                  .startsWith("Cannot embed or stage the record: that failed with java.lang.")
                  .doesNotContain(step.poison);
              assertThat(row.lineage().line()).isIn(78L, 152L);
            });
    assertThat(home.failures).isEmpty();
    assertThat(home.contents().ledger()).containsExactly("s:1");
  }

  @ParameterizedTest
  @EnumSource(Step.class)
  void restoreOfALostTableGoesAroundTheRecordAsWell(Step step) {
    setTraps();
    home.process(file(1, upsert("a", 1, "one"), upsert("b", 1, step.poison)));
    home.stop();
    home.vectors = new FakeVectorTable();
    setTraps();
    home.start();

    assertThat(home.contents().chunks()).isEqualTo(Map.of("a#0", "1 one"));
  }

  @Test
  void recordThatWasQuarantinedIsIndexedOnceItsTextIsAnother() {
    setTraps();
    home.process(file(1, upsert("a", 1, "a monster")));

    home.process(file(2, upsert("a", 2, "a mouse")));

    assertThat(home.contents().chunks()).isEqualTo(Map.of("a#0", "2 a mouse"));
  }

  @Test
  void stepThatFailsWithEveryRecordIsItselfAtFaultAndNothingIsQuarantined() {
    home.vectors.failStagingOf(row -> true);

    assertThatThrownBy(() -> home.process(file(1, changes(3))))
        .isInstanceOf(IndexOutOfBoundsException.class);

    assertThat(home.quarantined).isEmpty();
    home.vectors.failStagingOf(row -> false);
    home.process(file(1, changes(3)));
    assertThat(home.contents().chunks()).hasSize(3);
    assertThat(home.contents().bronze()).hasSize(3);
  }

  @Test
  void modelThatIsAwayIsNotAskedForCulprits() {
    home.embedder.failNextCalls(1);

    assertThatThrownBy(() -> home.process(file(1, changes(3)))).hasMessageContaining("Repeat");

    assertThat(home.embedder.calls()).isEqualTo(1);
    assertThat(home.quarantined).isEmpty();
  }

  private static List<Change> changes(int count) {
    return new ArrayList<>(
        Stream.iterate(0, i -> i + 1)
            .limit(count)
            .map(i -> upsert("k" + i, 1, "text " + i))
            .toList());
  }
}
