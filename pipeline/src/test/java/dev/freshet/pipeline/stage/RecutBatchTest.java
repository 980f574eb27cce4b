package dev.freshet.pipeline.stage;

import static dev.freshet.pipeline.stage.Change.delete;
import static dev.freshet.pipeline.stage.Change.file;
import static dev.freshet.pipeline.stage.Change.upsert;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.pipeline.change.LandedRow;
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

/** After the loss of a checkpoint, which gives batches other borders, or of the whole file log. */
class RecutBatchTest {

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

  @ParameterizedTest
  @EnumSource(BatchStep.class)
  void largerBatchTakesUpWhatACrashedSmallerOneLeft(BatchStep step) {
    home.processUntil(step, files(1, 3));
    home.restart();

    home.process(files(1, 5));

    assertEachRowOnce(5);
  }

  @ParameterizedTest
  @EnumSource(BatchStep.class)
  void smallerBatchesTakeUpWhatACrashedLargerOneLeft(BatchStep step) {
    home.processUntil(step, files(1, 5));
    home.restart();

    home.process(files(1, 2));
    home.process(files(3, 4));
    home.process(files(5, 6));

    assertEachRowOnce(6);
  }

  @ParameterizedTest
  @EnumSource(BatchStep.class)
  void layersAndVectorTableAgreeAfterEachSmallerBatch(BatchStep step) {
    home.processUntil(step, files(1, 5));
    home.restart();
    ReferenceModel model = new ReferenceModel();
    for (int sequence = 1; sequence <= 6; sequence++) {
      model.apply(changes(sequence));
      home.process(file(sequence, changes(sequence)));

      assertThat(home.verified().samples()).as("after file %d", sequence).isEmpty();
      if (step.compareTo(BatchStep.VECTORS_COMMITTED) < 0) {
        assertThat(home.contents().chunks()).isEqualTo(model.chunks());
      }
      assertThat(home.contents().gold()).doesNotHaveDuplicates();
    }
  }

  @Test
  void textThatALaterFileReplacedIsRefusedInItsOwnBatch() {
    home.processUntil(
        BatchStep.LAYERS_APPENDED,
        rows(file(1, upsert("k", 1, StageHome.REFUSED)), file(2, upsert("k", 2, "good"))));
    home.restart();

    home.process(file(1, upsert("k", 1, StageHome.REFUSED)));

    assertThat(home.verified().samples()).isEmpty();
    assertThat(home.contents().quarantine()).hasSize(1);
  }

  @Test
  void keyIndexThatIsLostBetweenTheSmallerBatchesKnowsWhatTheyCommitted() {
    List<LandedRow> first = file(1, upsert("k", 5, "new"));
    home.processUntil(BatchStep.LAYERS_APPENDED, rows(first, file(2, upsert("k", 6, "newer"))));
    home.restart();
    home.process(first);
    home.restartWithoutKeyIndex();

    home.process(file(2, upsert("k", 4, "old")));

    assertThat(home.contents().chunks()).isEqualTo(Map.of("k#0", "5 new"));
  }

  @Test
  void smallerBatchThatCrashesToo() {
    home.processUntil(BatchStep.LAYERS_APPENDED, files(1, 5));
    home.restart();
    home.processUntil(BatchStep.LAYERS_APPENDED, files(1, 3));
    home.restart();

    home.process(files(1, 2));
    assertThat(home.verified().samples()).isEmpty();
    home.process(files(3, 6));

    assertEachRowOnce(6);
  }

  @Test
  void whatIsReadAgainFromTheStartChangesNothing() {
    home.process(files(1, 3));
    home.process(files(4, 6));
    HomeContents before = home.contents();
    home.restart();

    home.process(files(1, 4));
    home.process(files(5, 6));

    assertThat(home.contents().ledger()).containsExactly("s:3", "s:6");
    assertThat(home.contents()).isEqualTo(before);
  }

  @Test
  void versionThatASmallerBatchCommittedIsKnownAlthoughGoldHasItFromALargerOne() {
    // Given Gold holds record k from a batch that did not reach the vector table
    List<LandedRow> first = file(1, upsert("k", 5, "new"));
    List<LandedRow> second = new ArrayList<>(first);
    second.addAll(file(2, upsert("other", 1, "other")));
    home.processUntil(BatchStep.LAYERS_APPENDED, second);
    home.restart();
    // And a smaller batch that did, in a process that died before it wrote the key index
    home.processUntil(BatchStep.VECTORS_COMMITTED, first);
    home.restart();

    // When an older version lands late
    List<LandedRow> third = new ArrayList<>(file(2, upsert("other", 1, "other")));
    third.addAll(file(3, upsert("k", 4, "old")));
    home.process(third);

    assertThat(home.contents().chunks()).isEqualTo(Map.of("k#0", "5 new", "other#0", "1 other"));
  }

  @Test
  void newFileLogReadsAllFilesAgainWithoutDoublingOrRevivingARecord() {
    home.process(file(1, upsert("a", 1, "old|old"), upsert("gone", 1, "x")));
    home.process(file(2, upsert("a", 2, "new"), delete("gone", 2)));
    home.restartAsStream("t");

    // When the same files have numbers above all that are in the ledger
    home.process(file(3, upsert("a", 1, "old|old"), upsert("gone", 1, "x")));
    home.process(file(4, upsert("a", 2, "new"), delete("gone", 2), upsert("b", 1, "b")));

    assertThat(home.contents().chunks()).isEqualTo(Map.of("a#0", "2 new", "b#0", "1 b"));
    assertThat(home.contents().ledger()).containsExactly("s:1", "s:2", "t:3", "t:4");
    assertThat(home.contents().bronze()).hasSize(9).doesNotHaveDuplicates();
    assertThat(home.keys().liveRecords()).isEqualTo(2);
  }

  @Test
  void newFileLogKeepsWhatIsKnownEvenWithoutTheKeyIndex() {
    home.process(file(1, upsert("a", 7, "x"), delete("gone", 7)));
    home.restartAsStream("t");
    home.restartWithoutKeyIndex();

    home.process(file(2, upsert("a", 6, "late"), upsert("gone", 6, "late")));

    assertThat(home.contents().chunks()).isEqualTo(Map.of("a#0", "7 x"));
  }

  /** Files that update, delete and revive a few records; each file also adds a new record. */
  private static List<LandedRow> files(int first, int last) {
    List<LandedRow> rows = new ArrayList<>();
    for (int sequence = first; sequence <= last; sequence++) {
      rows.addAll(file(sequence, changes(sequence)));
    }
    return rows;
  }

  @SafeVarargs
  private static List<LandedRow> rows(List<LandedRow>... files) {
    return Stream.of(files).flatMap(List::stream).toList();
  }

  private static List<Change> changes(int sequence) {
    return List.of(
        upsert("own" + sequence, 1, "own|" + sequence),
        sequence % 3 == 0 ? delete("shared", sequence) : upsert("shared", sequence, "s" + sequence),
        upsert("late", 10 - sequence, "late" + sequence));
  }

  private void assertEachRowOnce(int files) {
    ReferenceModel model = new ReferenceModel();
    for (int sequence = 1; sequence <= files; sequence++) {
      model.apply(changes(sequence));
    }
    HomeContents contents = home.contents();
    assertThat(contents.chunks()).isEqualTo(model.chunks());
    assertThat(contents.bronze()).hasSize(3 * files).doesNotHaveDuplicates();
    assertThat(contents.silver()).hasSize(3 * files).doesNotHaveDuplicates();
    assertThat(contents.gold()).doesNotHaveDuplicates();
    assertThat(contents.ledger()).doesNotHaveDuplicates().contains("s:" + files);
    assertThat(home.keys().liveRecords()).isEqualTo(model.live());
  }
}
