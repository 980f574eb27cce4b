package dev.freshet.pipeline.verify;

import static dev.freshet.pipeline.verify.ProcessedHome.delete;
import static dev.freshet.pipeline.verify.ProcessedHome.file;
import static dev.freshet.pipeline.verify.ProcessedHome.upsert;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.core.BatchIdentity;
import dev.freshet.core.Chunk;
import dev.freshet.core.vector.StoredChunk;
import dev.freshet.home.layer.BronzeRow;
import dev.freshet.home.layer.Lineage;
import dev.freshet.home.layer.SilverRow;
import dev.freshet.pipeline.change.LandedRow;
import dev.freshet.pipeline.stage.BatchStep;
import dev.freshet.pipeline.verify.ProcessedHome.Died;
import dev.freshet.pipeline.verify.VerifyReport.ChunkCheck;
import dev.freshet.pipeline.verify.VerifyReport.LineCheck;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifierTest {

  @TempDir Path dir;
  private ProcessedHome home;

  @BeforeEach
  void open() {
    home = new ProcessedHome(dir);
  }

  @AfterEach
  void close() {
    home.close();
  }

  @Test
  void homeWithoutAnyBatchIsEqual() {
    VerifyReport report = home.verify();

    assertThat(report)
        .isEqualTo(
            new VerifyReport(
                0, new ChunkCheck(0, 0, 0, 0, 0), new LineCheck(0, 0, 0, 0, 0), List.of()));
    assertThat(report.equal()).isTrue();
  }

  @Test
  void tableThatHoldsTheNewestLiveVersionsIsEqual() {
    home.process(
        file(1, upsert("a", 1, "one|two"), upsert("b", 1, "three"), "no json"),
        file(2, upsert("a", 2, "four|five|six"), delete("b", 2), upsert("c", 1, "")));
    home.process(file(3, upsert("a", 1, "late"), upsert("d", 7, "seven")));

    VerifyReport report = home.verify();

    assertThat(report)
        .isEqualTo(
            new VerifyReport(
                3, new ChunkCheck(4, 0, 0, 0, 0), new LineCheck(8, 7, 1, 0, 0), List.of()));
    assertThat(report.equal()).isTrue();
  }

  @Test
  void recordWhoseTextTheModelRefusesMustNotBeInTheTable() {
    home.embedder.rejectTexts(text -> text.contains("poison"));
    home.process(file(1, upsert("a", 1, "fine"), upsert("b", 1, "fine too|poison")));

    assertThat(home.verify())
        .isEqualTo(
            new VerifyReport(
                2, new ChunkCheck(1, 0, 0, 0, 0), new LineCheck(2, 2, 0, 0, 0), List.of()));
  }

  @Test
  void textThatReplacesARefusedOneOfTheSameVersionMustBeInTheTable() {
    home.embedder.rejectTexts(text -> text.contains("poison"));
    home.process(file(1, upsert("a", 1, "poison")));
    home.process(file(2, upsert("a", 1, "fixed")));

    VerifyReport report = home.verify();

    assertThat(report.samples()).isEmpty();
    assertThat(report.chunks().expected()).isEqualTo(1);
  }

  @Nested
  class Planted {

    @BeforeEach
    void process() {
      home.process(file(1, upsert("a", 3, "one|two"), upsert("b", 5, "three")));
    }

    @Test
    void missingChunkIsFound() {
      VerifyReport report = verify(chunks -> without(chunks, "a#1"));

      assertThat(report.chunks().missing()).isEqualTo(1);
      assertOnly(report, "missing: chunk a#1 of version 3");
    }

    @Test
    void chunkOfADeletedRecordIsExtra() {
      home.process(file(2, delete("b", 6)));

      VerifyReport report = verify(chunks -> with(chunks, chunk("b", 5, 0, "three")));

      assertThat(report.chunks().extra()).isEqualTo(1);
      assertThat(report.records()).isEqualTo(1);
      assertOnly(report, "extra: chunk b#0 of version 5");
    }

    @Test
    void chunkOfARecordThatNeverWasIsExtra() {
      VerifyReport report = verify(chunks -> with(chunks, chunk("ghost", 1, 0, "boo")));

      assertThat(report.chunks().extra()).isEqualTo(1);
      assertOnly(report, "extra: chunk ghost#0 of version 1");
    }

    @Test
    void chunkBeyondTheEndOfTheDocumentIsExtra() {
      VerifyReport report = verify(chunks -> with(chunks, chunk("a", 3, 2, "old tail")));

      assertThat(report.chunks().extra()).isEqualTo(1);
      assertOnly(report, "extra: chunk a#2 of version 3");
    }

    @Test
    void chunkOfAnotherVersionIsStale() {
      VerifyReport report =
          verify(chunks -> with(without(chunks, "b#0"), chunk("b", 4, 0, "three")));

      assertThat(report.chunks().stale()).isEqualTo(1);
      assertOnly(report, "stale: chunk b#0 has version 4, must have 5");
    }

    @Test
    void chunkOfAnotherTextIsStale() {
      VerifyReport report =
          verify(chunks -> with(without(chunks, "b#0"), chunk("b", 5, 0, "four")));

      assertThat(report.chunks().stale()).isEqualTo(1);
      assertOnly(report, "stale: chunk b#0 has another text than version 5");
    }

    @Test
    void chunkOfAnotherModelIsStale() {
      StoredChunk right = chunk("b", 5, 0, "three");
      StoredChunk other =
          new StoredChunk("b#0", "b", 5, 0, right.contentHash(), "other-model", true);

      VerifyReport report = verify(chunks -> with(without(chunks, "b#0"), other));

      assertThat(report.chunks().stale()).isEqualTo(1);
      assertOnly(
          report,
          "stale: chunk b#0 was embedded by other-model, must be by " + right.fingerprint());
    }

    @Test
    void chunkWithoutAVectorIsStale() {
      StoredChunk right = chunk("b", 5, 0, "three");
      StoredChunk blind =
          new StoredChunk("b#0", "b", 5, 0, right.contentHash(), right.fingerprint(), false);

      VerifyReport report = verify(chunks -> with(without(chunks, "b#0"), blind));

      assertThat(report.chunks().stale()).isEqualTo(1);
      assertOnly(report, "stale: chunk b#0 has no vector that a search can find");
    }

    @Test
    void chunkThatIsThereTwiceIsADuplicate() {
      VerifyReport report = verify(chunks -> with(chunks, chunk("b", 5, 0, "three")));

      assertThat(report.chunks().duplicate()).isEqualTo(1);
      assertOnly(report, "duplicate: chunk b#0 is there more than once");
    }

    @Test
    void everyKindIsCountedOnItsOwn() {
      VerifyReport report =
          verify(
              chunks ->
                  with(
                      with(
                          with(without(chunks, "a#1"), chunk("a", 3, 0, "one")),
                          chunk("ghost", 1, 0, "boo")),
                      chunk("ghost", 1, 1, "boo again")));

      assertThat(report)
          .isEqualTo(
              new VerifyReport(
                  2,
                  new ChunkCheck(3, 1, 2, 0, 1),
                  new LineCheck(2, 2, 0, 0, 0),
                  report.samples()));
      assertThat(report.samples()).hasSize(4);
      assertThat(report.equal()).isFalse();
    }

    @Test
    void samplesAreBoundedAndCountsAreNot() {
      VerifyReport report =
          verify(
              chunks -> {
                List<StoredChunk> more = chunks;
                for (int i = 0; i < 500; i++) {
                  more = with(more, chunk("ghost", 1, i, "boo"));
                }
                return more;
              });

      assertThat(report.chunks().extra()).isEqualTo(500);
      assertThat(report.samples()).hasSize(20);
    }

    private VerifyReport verify(UnaryOperator<List<StoredChunk>> tampering) {
      return new Verifier(
              home.config, home.chunker, new TamperedReader(home.vectors.openReader(), tampering))
          .verify();
    }

    private StoredChunk chunk(String key, long version, int index, String text) {
      return new StoredChunk(
          key + "#" + index,
          key,
          version,
          index,
          Chunk.hash(text),
          home.embedder.spec().fingerprint(),
          true);
    }

    private void assertOnly(VerifyReport report, String sample) {
      assertThat(report.samples()).containsExactly(sample);
      assertThat(
              report.chunks().missing()
                  + report.chunks().extra()
                  + report.chunks().stale()
                  + report.chunks().duplicate()
                  + report.lines().unaccounted())
          .isEqualTo(1);
      assertThat(report.equal()).isFalse();
    }
  }

  @Nested
  class LandedLines {

    @Test
    void bronzeRowThatWentNowhereIsUnaccounted() {
      home.process(file(1, upsert("a", 1, "one"), "no json"));
      plantBronze(file(2, upsert("b", 1, "lost"), upsert("c", 1, "lost")));

      VerifyReport report = home.verify();

      assertThat(report.lines().bronze()).isEqualTo(4);
      assertThat(report.lines().silver() + report.lines().unreadable()).isEqualTo(2);
      assertThat(report.lines().unaccounted()).isEqualTo(2);
      assertThat(report.equal()).isFalse();
      assertThat(report.samples())
          .containsExactly(
              "unaccounted: file 2 of stream stream has 2 lines in bronze that are neither in"
                  + " silver nor in quarantine");
    }

    @Test
    void lossInOneFileIsNotMadeUpForByAnother() {
      home.process(file(1, upsert("a", 1, "one")));
      plantBronze(file(2, upsert("b", 1, "lost")));
      plantSilver(file(3, upsert("c", 1, "from nowhere")));

      VerifyReport report = home.verify();

      assertThat(report.lines().bronze()).isEqualTo(report.lines().silver());
      assertThat(report.lines().unaccounted()).isEqualTo(2);
      assertThat(report.samples())
          .anyMatch(sample -> sample.startsWith("unaccounted: file 2 "))
          .anyMatch(sample -> sample.startsWith("unaccounted: file 3 "));
    }

    @Test
    void batchUnderWayIsLeftOut() {
      home.process(file(1, upsert("a", 1, "one")));
      BatchIdentity next = new BatchIdentity(ProcessedHome.STREAM, 2);
      home.layers.bronze().append(next, bronze(next, file(2, upsert("a", 2, "two"))));

      VerifyReport report = home.verify();

      assertThat(report)
          .isEqualTo(
              new VerifyReport(
                  1, new ChunkCheck(1, 0, 0, 0, 0), new LineCheck(1, 1, 0, 0, 0), List.of()));
    }

    @Test
    void batchThatDiedBeforeItsCommitIsLeftOut() {
      home.process(file(1, upsert("a", 1, "one")));
      home.dieAfter(BatchStep.LAYERS_APPENDED);
      assertThatThrownBy(() -> home.process(file(2, upsert("a", 2, "two"), delete("b", 1))))
          .isInstanceOf(Died.class);

      assertThat(home.verify())
          .isEqualTo(
              new VerifyReport(
                  1, new ChunkCheck(1, 0, 0, 0, 0), new LineCheck(1, 1, 0, 0, 0), List.of()));
    }

    @Test
    void batchThatDiedBeforeItsLedgerRowIsInTheTable() {
      home.dieAfter(BatchStep.VECTORS_COMMITTED);
      assertThatThrownBy(() -> home.process(file(1, upsert("a", 1, "one"))))
          .isInstanceOf(Died.class);

      assertThat(home.verify())
          .isEqualTo(
              new VerifyReport(
                  1, new ChunkCheck(1, 0, 0, 0, 0), new LineCheck(0, 0, 0, 0, 0), List.of()));
    }

    @Test
    void filesOfADeadBatchThatAreCutDifferentlyAreComparedFileByFile() {
      home.process(file(1, upsert("a", 1, "one")));
      List<LandedRow> second = file(2, upsert("b", 1, "two"), "no json");
      List<LandedRow> third = file(3, upsert("c", 1, "three"));
      home.dieAfter(BatchStep.LAYERS_APPENDED);
      assertThatThrownBy(() -> home.process(second, third)).isInstanceOf(Died.class);
      home.workAgain();

      // When the lost checkpoint lets the second file be a batch of its own
      home.process(second);
      VerifyReport between = home.verify();
      home.process(third);
      VerifyReport after = home.verify();

      assertThat(between)
          .isEqualTo(
              new VerifyReport(
                  2, new ChunkCheck(2, 0, 0, 0, 0), new LineCheck(3, 2, 1, 0, 0), List.of()));
      assertThat(after)
          .isEqualTo(
              new VerifyReport(
                  3, new ChunkCheck(3, 0, 0, 0, 0), new LineCheck(4, 3, 1, 0, 0), List.of()));
    }

    private void plantBronze(List<LandedRow> rows) {
      BatchIdentity batch = identity(rows);
      home.layers.bronze().append(batch, bronze(batch, rows));
      home.record(batch);
    }

    private void plantSilver(List<LandedRow> rows) {
      BatchIdentity batch = identity(rows);
      Lineage lineage =
          new Lineage(batch, batch.endSequence(), "/landing/x.json", 1, rows.get(0).landedAt());
      SilverRow row =
          new SilverRow(lineage, "control", null, null, new SilverRow.Position(1, ""), null, null);
      home.layers.silver().append(batch, List.of(row));
      home.record(batch);
    }

    private List<BronzeRow> bronze(BatchIdentity batch, List<LandedRow> rows) {
      return rows.stream().map(row -> bronze(batch, row)).toList();
    }

    private static BronzeRow bronze(BatchIdentity batch, LandedRow row) {
      Lineage lineage = new Lineage(batch, row.sequence(), row.path(), row.line(), row.landedAt());
      return new BronzeRow(lineage, row.value(), row.error(), BronzeRow.Understood.NOTHING, null);
    }

    private BatchIdentity identity(List<LandedRow> rows) {
      return new BatchIdentity(ProcessedHome.STREAM, rows.get(0).sequence());
    }
  }

  private static List<StoredChunk> without(List<StoredChunk> chunks, String id) {
    return chunks.stream().filter(chunk -> !chunk.id().equals(id)).toList();
  }

  private static List<StoredChunk> with(List<StoredChunk> chunks, StoredChunk more) {
    return Stream.concat(chunks.stream(), Stream.of(more)).toList();
  }
}
