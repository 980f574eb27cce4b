package dev.freshet.pipeline.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.core.BatchIdentity;
import dev.freshet.core.vector.StagedRows;
import dev.freshet.core.vector.VectorCommit;
import dev.freshet.core.vector.VectorRow;
import dev.freshet.core.vector.VectorTableReader;
import dev.freshet.core.vector.VectorTableWriter;
import dev.freshet.core.vector.WriteOutcome;
import dev.freshet.testkit.vector.FakeVectorTable;
import dev.freshet.testkit.vector.SampleRows;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ExecutorWriterTest {

  private static final int ROWS_PER_TASK = 10;

  private final SentExecutors executors = new SentExecutors(2);
  private final FakeVectorTable table = new FakeVectorTable();
  private final VectorTableWriter writer =
      new ExecutorWriter(table.openWriter(SampleRows.spec()), executors, ROWS_PER_TASK);

  @Test
  void fewRowsAreStagedHere() {
    assertThat(writer.stage(rows(19)).rows()).isEqualTo(19);
    assertThat(executors.jobs).isZero();
  }

  @Test
  void manyRowsAreStagedByExecutorsAndCommittedAtOnce() {
    executors.losingFirstAnswers();
    List<VectorRow> rows = rows(45);

    StagedRows staged = writer.stage(rows);
    WriteOutcome first = commit(staged, rows);
    WriteOutcome again = commit(staged, rows);

    assertThat(executors.partSizes).hasSize(4).allMatch(size -> size >= ROWS_PER_TASK);
    assertThat(staged.rows()).isEqualTo(45);
    assertThat(first).isInstanceOf(WriteOutcome.Committed.class);
    assertThat(again).isInstanceOf(WriteOutcome.AlreadyCommitted.class);
    assertThat(writer.lastCommitted("s")).contains(new BatchIdentity("s", 1));
    assertThat(ids())
        .isEqualTo(
            rows.stream()
                .map(row -> row.chunk().id())
                .collect(Collectors.toCollection(TreeSet::new)));
  }

  @Test
  void chunkThatIsThereTwiceIsRefusedAlsoAcrossTasks() {
    List<VectorRow> rows = new ArrayList<>(rows(40));
    rows.add(rows.get(0));

    assertThatThrownBy(() -> writer.stage(rows)).isInstanceOf(IllegalArgumentException.class);
    assertThat(executors.jobs).isEqualTo(1);
  }

  @Test
  void partsStayBelowWhatAMessageHolds() {
    String large = "x".repeat(3 << 20);
    List<VectorRow> rows =
        IntStream.range(0, 24)
            .mapToObj(i -> SampleRows.record("k" + i, 1, large + i).get(0))
            .toList();

    writer.stage(rows);

    // 6 MiB a row, so two tasks would have 72 MiB each.
    assertThat(executors.partSizes).hasSizeGreaterThanOrEqualTo(9).allMatch(size -> size <= 5);
  }

  @Test
  void closingItClosesTheTablesWriter() {
    writer.close();

    assertThatThrownBy(() -> writer.lastCommitted("s")).isInstanceOf(IllegalStateException.class);
  }

  private WriteOutcome commit(StagedRows staged, List<VectorRow> rows) {
    Set<String> keys =
        rows.stream().map(row -> row.chunk().recordKey()).collect(Collectors.toSet());
    return writer.commit(
        new VectorCommit(new BatchIdentity("s", 1), keys, staged, SampleRows.LANDED_AT));
  }

  private Set<String> ids() {
    Set<String> ids = new TreeSet<>();
    try (VectorTableReader reader = table.openReader()) {
      reader.scan(chunk -> assertThat(ids.add(chunk.id())).as("once").isTrue());
    }
    return ids;
  }

  private static List<VectorRow> rows(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> SampleRows.record("k" + i, 1, "text " + i).get(0))
        .toList();
  }
}
