package dev.freshet.home.delta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.core.BatchIdentity;
import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.FreshetException;
import io.delta.kernel.defaults.engine.DefaultEngine;
import io.delta.kernel.engine.Engine;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AppendFaultTest {

  @TempDir Path dir;
  private DeltaTable table;

  @BeforeEach
  void open() {
    Engine engine = DefaultEngine.create(FaultyCommitFs.configuration());
    String path = dir.resolve("gold").toUri().toString();
    // Hooks also rename files, and would get the fault meant for the commit.
    TableLog log = new TableLog(engine, path, GoldRows.SCHEMA, (e, name, version, hooks) -> {});
    table =
        new DeltaTable(path, engine, log, rows -> new LocalDataFileWriter(engine, GoldRows.SCHEMA));
    append(1, 3);
  }

  @AfterEach
  void heal() {
    FaultyCommitFs.LOST_ACKNOWLEDGEMENTS.set(0);
    FaultyCommitFs.FAILURES.set(0);
  }

  @Test
  void commitWhoseAnswerWasLostIsFoundAndNotRepeated() {
    FaultyCommitFs.LOST_ACKNOWLEDGEMENTS.set(1);

    AppendOutcome outcome = append(4, 6);

    assertThat(FaultyCommitFs.LOST_ACKNOWLEDGEMENTS).hasValue(0);
    assertThat(outcome).isEqualTo(new AppendOutcome.AlreadyCommitted(6));
    assertThat(GoldRows.keys(table)).hasSize(6).doesNotHaveDuplicates();
  }

  @Test
  void commitThatFailedOnceIsRepeated() {
    FaultyCommitFs.FAILURES.set(1);

    AppendOutcome outcome = append(4, 6);

    assertThat(FaultyCommitFs.FAILURES).hasValue(0);
    assertThat(outcome).isEqualTo(new AppendOutcome.Appended(2, 3));
    assertThat(GoldRows.keys(table)).hasSize(6).doesNotHaveDuplicates();
  }

  @Test
  void commitThatKeepsFailingIsReportedAndLeavesTheTableAsItWas() {
    FaultyCommitFs.FAILURES.set(Integer.MAX_VALUE);

    assertThatThrownBy(() -> append(4, 6))
        .isInstanceOfSatisfying(
            FreshetException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.STORE_UNAVAILABLE))
        .hasMessageStartingWith("Cannot append batch s:6 to table gold at file:")
        .hasMessageEndingWith("the commit failed 3 times. Repeat the batch.");

    heal();
    assertThat(table.lastCommitted("s")).hasValue(3);
    assertThat(append(4, 6)).isEqualTo(new AppendOutcome.Appended(2, 3));
    assertThat(GoldRows.keys(table)).hasSize(6).doesNotHaveDuplicates();
  }

  @Test
  void rowsThatALaterBatchLeftOutAreAppendedOnceAlthoughTheAnswerOfTheCommitWasLost() {
    FaultyCommitFs.LOST_ACKNOWLEDGEMENTS.set(1);

    appendLacking(2, "left out");

    assertThat(FaultyCommitFs.LOST_ACKNOWLEDGEMENTS).hasValue(0);
    assertThat(appendLacking(2, "left out")).isEqualTo(new AppendOutcome.NothingToAppend());
    assertThat(GoldRows.keys(table)).containsExactlyInAnyOrder("s1", "s2", "s3", "left out");
    assertThat(table.lastCommitted("s")).hasValue(3);
  }

  @Test
  void batchAfterTheNewestIsAppendedAsAlways() {
    assertThat(appendLacking(4, "new")).isEqualTo(new AppendOutcome.Appended(2, 1));
    assertThat(table.lastCommitted("s")).hasValue(4);
  }

  /** A batch up to a file, which has a row that the table may lack. */
  private AppendOutcome appendLacking(long last, String lacking) {
    List<@Nullable Object[]> rows = GoldRows.ofFiles("s", 1, Math.min(3, last));
    rows.add(GoldRows.row(lacking, last));
    return table.appendLacking(
        new BatchIdentity("s", last), rows, List.of("sequence", "record_key"));
  }

  private AppendOutcome append(long first, long last) {
    return table.append(new BatchIdentity("s", last), GoldRows.ofFiles("s", first, last));
  }
}
