package dev.freshet.pipeline.stage;

import static dev.freshet.pipeline.stage.Change.delete;
import static dev.freshet.pipeline.stage.Change.deleteWithoutVersion;
import static dev.freshet.pipeline.stage.Change.file;
import static dev.freshet.pipeline.stage.Change.lines;
import static dev.freshet.pipeline.stage.Change.upsert;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.core.BatchIdentity;
import dev.freshet.core.error.FencedWriterException;
import dev.freshet.home.layer.QuarantineRow;
import dev.freshet.pipeline.change.LandedRow;
import dev.freshet.pipeline.metrics.BatchReport;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BatchProcessorTest {

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

  @Test
  void batchIsKnownByItsLastFileAndItsRowsMayComeInAnyOrder() {
    List<LandedRow> rows = new ArrayList<>(file(1, upsert("a", 1, "old"), upsert("a", 1, "new")));
    rows.addAll(file(4, deleteWithoutVersion("b")));
    rows.addAll(file(2, upsert("b", 1, "b")));
    Collections.reverse(rows);

    BatchReport report = home.process(rows);

    assertThat(report.identity()).isEqualTo(new BatchIdentity("s", 4));
    assertThat(home.contents().chunks()).isEqualTo(Map.of("a#0", "1 new"));
    assertThat(home.contents().ledger()).containsExactly("s:4");
  }

  @Test
  void batchWithoutRowsTouchesNothing() {
    long version = home.vectorVersion();

    home.process(file(1, upsert("a", 1, "x")));
    home.process(List.of());

    assertThat(home.reports).hasSize(1);
    assertThat(home.vectorVersion()).isEqualTo(version + 1);
  }

  @Test
  void updateReplacesAllChunksOfARecord() {
    home.process(file(1, upsert("a", 1, "one|two|three"), upsert("b", 1, "other")));

    home.process(file(2, upsert("a", 2, "four")));

    assertThat(home.contents().chunks()).isEqualTo(Map.of("a#0", "2 four", "b#0", "1 other"));
  }

  @Test
  void lateOlderVersionNeitherOverwritesANewerOneNorRevivesATombstone() {
    home.process(file(1, upsert("a", 5, "new"), upsert("gone", 5, "x"), delete("never-seen", 5)));
    home.process(file(2, delete("gone", 6)));

    BatchReport report =
        home.process(
            file(3, upsert("a", 4, "old"), upsert("gone", 5, "x"), upsert("never-seen", 4, "z")));

    assertThat(home.contents().chunks()).isEqualTo(Map.of("a#0", "5 new"));
    assertThat(report.changes().stale()).isEqualTo(3);
  }

  @Test
  void recordIsRevivedByANewerVersion() {
    home.process(file(1, upsert("a", 1, "x")));
    home.process(file(2, deleteWithoutVersion("a")));
    assertThat(home.contents().chunks()).isEmpty();

    home.process(file(3, upsert("a", 2, "back")));

    assertThat(home.contents().chunks()).isEqualTo(Map.of("a#0", "2 back"));
  }

  @Test
  void batchOfStaleChangesOnlyIsRecordedWithoutANewVersionOfTheVectorTable() {
    home.process(file(1, upsert("a", 5, "x")));
    long version = home.vectorVersion();

    BatchReport report = home.process(file(2, upsert("a", 4, "old"), upsert("a", 3, "older")));

    assertThat(home.vectorVersion()).isEqualTo(version);
    assertThat(report.changes().accepted()).isZero();
    assertThat(report.changes().stale()).isEqualTo(2);
    assertThat(home.contents().bronze()).hasSize(3);
    assertThat(home.contents().ledger()).containsExactly("s:1", "s:2");
  }

  @Test
  void repeatedBatchChangesNothingAndSaysThatItWasSkipped() {
    home.process(file(1, upsert("a", 1, "x")));
    HomeContents before = home.contents();
    long version = home.vectorVersion();

    BatchReport report = home.process(file(1, upsert("a", 1, "x")));

    assertThat(report.skipped()).isTrue();
    assertThat(report.lines().landed()).isZero();
    assertThat(home.contents()).isEqualTo(before);
    assertThat(home.vectorVersion()).isEqualTo(version);
  }

  @Test
  void refusedTextQuarantinesItsRecordWholeAndTheBatchGoesOn() {
    home.process(file(1, upsert("a", 1, "was fine")));

    BatchReport report =
        home.process(file(2, upsert("a", 2, "good|poison|good too"), upsert("b", 1, "b")));

    assertThat(home.contents().chunks()).isEqualTo(Map.of("b#0", "1 b"));
    assertThat(report.changes().refused()).isEqualTo(1);
    assertThat(report.lines().unreadable()).isZero();
    assertThat(quarantine("stage", "record_key", "record_version", "reason"))
        .containsExactly(
            List.of(
                "embed",
                "a",
                "2",
                "Cannot embed chunk 1 of the record: model hash was told to reject this text. The"
                    + " record is not searchable until an event with another text lands."));
    assertThat(home.quarantined).extracting(QuarantineRow::recordKey).containsExactly("a");
  }

  @Test
  void fixedTextBringsARefusedRecordBack() {
    home.process(file(1, upsert("a", 1, "poison")));

    home.process(file(2, upsert("a", 2, "cured")));

    assertThat(home.contents().chunks()).isEqualTo(Map.of("a#0", "2 cured"));
  }

  @Test
  void recordWithoutTextIsAcceptedAndHasNoChunks() {
    home.process(file(1, upsert("a", 1, "x")));

    BatchReport report = home.process(file(2, upsert("a", 2, ""), upsert("b", 1, " | ")));

    assertThat(report.changes().emptyDocuments()).isEqualTo(2);
    assertThat(report.changes().accepted()).isEqualTo(2);
    assertThat(home.contents().chunks()).isEmpty();
    assertThat(home.keys().liveRecords()).isEqualTo(2);
    assertThat(home.contents().quarantine()).isEmpty();
  }

  @Test
  void unreadableLineGoesToQuarantineAsItLandedAndToBronze() {
    home.process(lines(1, List.of("{\"id\":", "{\"id\":\"a\",\"rev\":1,\"body\":\"x\"}")));

    assertThat(quarantine("stage", "payload", "line", "record_key"))
        .containsExactly(List.of("read", "{\"id\":", "1", "null"));
    assertThat(HomeContents.column(home.layers().bronze().table(), "line"))
        .containsExactly("1", "2");
    assertThat(HomeContents.column(home.layers().silver().table(), "line")).containsExactly("2");
  }

  @Test
  void equalTextsAreEmbeddedOnce() {
    home.process(file(1, upsert("a", 1, "same|same"), upsert("b", 1, "same|other")));

    assertThat(home.embedder.textsEmbedded()).isEqualTo(2);
    assertThat(home.contents().chunks())
        .isEqualTo(Map.of("a#0", "1 same", "a#1", "1 same", "b#0", "1 same", "b#1", "1 other"));
  }

  @Test
  void countsOfAReportAddUpAndEqualTheTables() {
    List<LandedRow> rows =
        new ArrayList<>(
            file(
                1,
                upsert("a", 1, "one|two"),
                upsert("a", 2, "three|four"),
                upsert("a", 1, "late"),
                delete("b", 1),
                upsert("c", 1, "poison"),
                upsert("d", 1, "")));
    rows.addAll(lines(2, List.of("not json", "{\"id\":\"x\",\"rev\":\"soon\"}")));

    BatchReport report = home.process(rows);

    assertThat(report.lines().landed()).isEqualTo(8).isEqualTo(rows(home.contents().bronze()));
    assertThat(report.lines().landed() - report.lines().unreadable())
        .isEqualTo(rows(home.contents().silver()));
    assertThat(report.lines().unreadable() + report.changes().refused())
        .isEqualTo(report.quarantined())
        .isEqualTo(rows(home.contents().quarantine()));
    assertThat(report.changes().accepted()).isEqualTo(rows(home.contents().gold()));
    assertThat(report.changes().accepted() + report.changes().stale() + report.lines().unreadable())
        .isEqualTo(report.lines().landed());
    assertThat(report.vectors().rows()).isEqualTo(home.contents().chunks().size());
    assertThat(report.files().count()).isEqualTo(2);
    assertThat(report.lines()).isEqualTo(new BatchReport.LineTotals(8, 6, 2));
    assertThat(report.changes()).isEqualTo(new BatchReport.ChangeTotals(4, 2, 0, 0, 1, 1));
    assertThat(report.vectors().rows()).isEqualTo(2);
    assertThat(report.files().arrivals().stream().map(BatchReport.Arrival::landedAt))
        .containsExactly(rows.get(0).landedAt(), rows.get(rows.size() - 1).landedAt());
  }

  @Test
  void writerThatWasReplacedFailsAndRecordsNothing() {
    home.process(file(1, upsert("a", 1, "x")));
    try (var reader = home.vectors.openReader();
        var other = home.vectors.openWriter(reader.spec())) {
      assertThatThrownBy(() -> home.process(file(2, upsert("a", 2, "y"))))
          .isInstanceOf(FencedWriterException.class);

      assertThat(other.lastCommitted("s")).contains(new BatchIdentity("s", 1));
    }
    assertThat(home.failures).containsExactly(new BatchIdentity("s", 2));
    assertThat(home.contents().chunks()).isEqualTo(Map.of("a#0", "1 x"));
    assertThat(home.contents().ledger()).containsExactly("s:1");
  }

  private static long rows(List<String> table) {
    return table.size();
  }

  private List<List<String>> quarantine(String... columns) {
    List<List<String>> rows = new ArrayList<>();
    home.layers()
        .quarantine()
        .table()
        .scan(
            List.of(columns),
            OptionalLong.empty(),
            row -> rows.add(Arrays.stream(row).map(String::valueOf).toList()));
    return rows;
  }
}
