package dev.freshet.home.delta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.core.BatchIdentity;
import dev.freshet.core.error.InvalidConfigException;
import dev.freshet.storage.hadoop.LocalFs;
import io.delta.kernel.defaults.engine.DefaultEngine;
import io.delta.kernel.engine.Engine;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeltaTableTest {

  @TempDir Path dir;
  private DeltaTables tables;
  private DeltaTable gold;

  @BeforeEach
  void open() {
    tables = DeltaTables.local();
    gold = tables.table(dir.resolve("gold").toString(), GoldRows.SCHEMA);
  }

  @AfterEach
  void close() {
    tables.close();
  }

  @Test
  void tableThatDoesNotExistReadsAsEmpty() {
    assertThat(gold.version()).isEmpty();
    assertThat(gold.lastCommitted("s")).isEmpty();
    assertThat(gold.rowCount()).hasValue(0);
    assertThat(GoldRows.keys(gold)).isEmpty();
    assertThat(dir.resolve("gold")).doesNotExist();
  }

  @Test
  void appendedBatchIsReadBackWithItsIdentity() {
    AppendOutcome outcome = append("s", 1, 3);

    assertThat(outcome).isEqualTo(new AppendOutcome.Appended(1, 3));
    assertThat(gold.lastCommitted("s")).hasValue(3);
    assertThat(gold.lastCommitted("other")).isEmpty();
    assertThat(gold.version()).hasValue(1);
    assertThat(gold.rowCount()).hasValue(3);
    assertThat(GoldRows.keys(gold)).containsExactlyInAnyOrder("s1", "s2", "s3");
  }

  @Test
  void everyColumnTypeSurvivesTheRoundTripAtMicrosecondPrecision() {
    Instant landed = Instant.parse("1969-12-31T23:59:59.123456Z");
    Object[] row = {"grün", -5L, 7, true, landed, 1L};

    gold.append(new BatchIdentity("s", 1), List.<Object[]>of(row));

    List<Object[]> read = new ArrayList<>();
    gold.scan(
        List.of("sequence", "landed_at", "record_key", "record_version", "line", "is_deleted"),
        OptionalLong.empty(),
        read::add);
    assertThat(read).containsExactly(new Object[] {1L, landed, "grün", -5L, 7, true});
  }

  @Test
  void retriedBatchIsCommittedOnce() {
    append("s", 1, 3);

    AppendOutcome retry = append("s", 1, 3);

    assertThat(retry).isEqualTo(new AppendOutcome.AlreadyCommitted(3));
    assertThat(gold.version()).hasValue(1);
    assertThat(GoldRows.keys(gold)).hasSize(3);
  }

  @Test
  void batchesRecutAfterALostCheckpointGiveEachRowOnce() {
    append("s", 1, 5);
    append("s", 6, 10);

    List<AppendOutcome> replay = List.of(append("s", 1, 8), append("s", 9, 13));

    assertThat(replay)
        .containsExactly(new AppendOutcome.AlreadyCommitted(10), new AppendOutcome.Appended(3, 3));
    assertThat(GoldRows.keys(gold)).containsExactlyInAnyOrderElementsOf(keys("s", 1, 13));
  }

  @Test
  void reopenedTableKnowsWhatWasCommitted() {
    append("s", 1, 5);
    tables.close();
    open();

    assertThat(append("s", 1, 5)).isEqualTo(new AppendOutcome.AlreadyCommitted(5));
    assertThat(append("s", 6, 7)).isEqualTo(new AppendOutcome.Appended(2, 2));
  }

  @Test
  void emptyBatchCommitsNothing() {
    AppendOutcome outcome = gold.append(new BatchIdentity("s", 4), List.of());

    assertThat(outcome).isEqualTo(new AppendOutcome.NothingToAppend());
    assertThat(gold.lastCommitted("s")).isEmpty();
  }

  @Test
  void rowThatDoesNotFitIsRefusedBeforeAnythingIsWritten() {
    assertThatThrownBy(
            () -> gold.append(new BatchIdentity("s", 1), List.<Object[]>of(new Object[] {"k", 1L})))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(gold.version()).isEmpty();
  }

  @Test
  void tableWithOtherColumnsIsRefused() {
    append("s", 1, 1);
    TableSchema other =
        TableSchema.unsequenced("gold", List.of(Column.required("id", ColumnType.LONG, "Id.")));
    DeltaTable mistaken = tables.table(dir.resolve("gold").toString(), other);

    assertThatThrownBy(
            () -> mistaken.append(new BatchIdentity("s", 2), List.<Object[]>of(new Object[] {1L})))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining("expected [id long]");
  }

  @Test
  void tableOfAnEarlierBuildGetsTheColumnsOfThisOne() {
    // Given a table with checkpoints and checksums, before and after the column
    int half = 15;
    for (int i = 1; i <= half; i++) {
      append("s", i, i);
    }
    List<Column> columns = new ArrayList<>(GoldRows.SCHEMA.columns());
    columns.add(Column.optional("position", ColumnType.LONG, "Position."));
    TableSchema wider = TableSchema.sequenced("gold", "sequence", columns);

    // When a later build goes on
    DeltaTable later = tables.table(dir.resolve("gold").toString(), wider);
    for (int i = half + 1; i <= 2 * half; i++) {
      Object[] row = Arrays.copyOf(GoldRows.row("s" + i, i), columns.size());
      row[columns.size() - 1] = (long) i;
      assertThat(later.append(new BatchIdentity("s", i), List.<Object[]>of(row)))
          .isInstanceOf(AppendOutcome.Appended.class);
    }

    // Then old rows have no value in the column, new rows have theirs, in every later look too
    tables.close();
    tables = DeltaTables.local();
    DeltaTable again = tables.table(dir.resolve("gold").toString(), wider);
    List<Object> positions = new ArrayList<>();
    again.scan(
        List.of("sequence", "position"),
        OptionalLong.empty(),
        row -> positions.add(row[0] + " " + row[1]));
    assertThat(positions)
        .containsExactlyInAnyOrderElementsOf(
            IntStream.rangeClosed(1, 2 * half)
                .<Object>mapToObj(i -> i + " " + (i <= half ? "null" : "" + i))
                .toList());
    assertThat(again.lastCommitted("s")).hasValue(2 * half);
    assertThat(again.rowCount()).hasValue(2 * half);
  }

  @Test
  void staleWriterOfTheSameStreamNeverDoublesRows() {
    // Given two processes that both believe they write stream s, with batches cut differently
    append("s", 1, 2);
    try (DeltaTables others = DeltaTables.local()) {
      DeltaTable same = others.table(dir.resolve("gold").toString(), GoldRows.SCHEMA);
      same.append(new BatchIdentity("s", 5), GoldRows.ofFiles("s", 3, 5));

      // When the process with the older view continues
      AppendOutcome outcome = append("s", 3, 8);

      // Then it adds only what is missing
      assertThat(outcome).isEqualTo(new AppendOutcome.Appended(3, 3));
      assertThat(GoldRows.keys(gold)).containsExactlyInAnyOrderElementsOf(keys("s", 1, 8));
    }
  }

  @Test
  void scanAfterASequenceReadsLaterRowsOnly() {
    append("s", 1, 5);
    append("s", 6, 10);

    List<Object> keys = new ArrayList<>();
    gold.scan(List.of("record_key"), OptionalLong.of(3), row -> keys.add(row[0]));

    assertThat(keys).containsExactlyInAnyOrder("s4", "s5", "s6", "s7", "s8", "s9", "s10");
  }

  @Test
  void scanThatOnlyComparesTheSequenceOpensNoFileBeforeIt() throws Exception {
    // Given a table whose first data file is gone
    append("s", 1, 5);
    try (DirectoryStream<Path> files = Files.newDirectoryStream(dir.resolve("gold"), "*.parquet")) {
      for (Path file : files) {
        Files.delete(file);
      }
    }
    append("s", 6, 7);

    List<Object> keys = new ArrayList<>();
    gold.scan(List.of("record_key"), OptionalLong.of(5), row -> keys.add(row[0]));

    assertThat(keys).containsExactlyInAnyOrder("s6", "s7");
    assertThatThrownBy(() -> GoldRows.keys(gold)).isInstanceOf(RuntimeException.class);
  }

  @Test
  void tableIsReadableAfterManyCommitsWithoutCheckpointsOrChecksums() {
    // Given a writer that is killed after every commit, before its hooks run
    int commits = 25;
    for (int i = 1; i <= commits; i++) {
      killedAfterCommit().append(new BatchIdentity("s", i), GoldRows.ofFiles("s", i, i));
    }
    assertThat(dir.resolve("gold/_delta_log/_last_checkpoint")).doesNotExist();

    // When another writer continues
    AppendOutcome outcome = append("s", commits + 1, commits + 5);

    // Then
    assertThat(outcome).isEqualTo(new AppendOutcome.Appended(commits + 1, 5));
    assertThat(GoldRows.keys(gold)).containsExactlyInAnyOrderElementsOf(keys("s", 1, commits + 5));
  }

  @Test
  void hooksWriteACheckpointByTheTimeTablesAreClosed() {
    for (int i = 1; i <= 10; i++) {
      append("s", i, i);
    }
    tables.close();

    assertThat(dir.resolve("gold/_delta_log/_last_checkpoint")).exists();
    open();
    assertThat(gold.lastCommitted("s")).hasValue(10);
  }

  private DeltaTable killedAfterCommit() {
    Engine engine = DefaultEngine.create(LocalFs.configuration());
    TableLog log =
        new TableLog(engine, gold.path(), GoldRows.SCHEMA, (e, table, version, hooks) -> {});
    return new DeltaTable(
        gold.path(), engine, log, rows -> new LocalDataFileWriter(engine, GoldRows.SCHEMA));
  }

  private AppendOutcome append(String stream, long first, long last) {
    return gold.append(new BatchIdentity(stream, last), GoldRows.ofFiles(stream, first, last));
  }

  private static List<String> keys(String prefix, int first, int last) {
    return IntStream.rangeClosed(first, last).mapToObj(i -> prefix + i).toList();
  }
}
