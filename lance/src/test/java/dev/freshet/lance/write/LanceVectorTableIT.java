package dev.freshet.lance.write;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.maintenance.ColumnIndex;
import dev.freshet.core.maintenance.MaintenanceStep;
import dev.freshet.core.maintenance.StepOutcome;
import dev.freshet.core.maintenance.TableMaintainer;
import dev.freshet.core.vector.VectorTableReader;
import dev.freshet.core.vector.VectorTableSpec;
import dev.freshet.core.vector.VectorTableWriter;
import dev.freshet.lance.LanceVectorTable;
import dev.freshet.testkit.vector.CommitFault;
import dev.freshet.testkit.vector.VectorTableContract;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import org.junit.jupiter.api.io.TempDir;

/** The real table under the contract; closing a handle fails if Arrow memory is still in use. */
class LanceVectorTableIT extends VectorTableContract {

  @TempDir Path directory;

  private final Queue<CommitFault> faults = new ArrayDeque<>();

  @Override
  protected VectorTableWriter openWriter(VectorTableSpec spec) {
    return LanceTableWriter.open(
        table().toString(), spec, new WriterOptions(Duration.ofSeconds(30), this::failIfAsked));
  }

  @Override
  protected VectorTableReader openReader() {
    return LanceVectorTable.openReader(table());
  }

  @Override
  protected void indexText() {
    build(ColumnIndex.fullText());
  }

  @Override
  protected void indexMetadata(VectorTableSpec spec) {
    spec.metadataColumns().forEach(column -> build(ColumnIndex.filter(column)));
  }

  private void build(ColumnIndex index) {
    try (TableMaintainer maintainer = LanceVectorTable.openMaintainer(table(), "test")) {
      assertThat(maintainer.run(new MaintenanceStep.BuildColumnIndex(index, 1)))
          .isInstanceOf(StepOutcome.Done.class);
    }
  }

  @Override
  protected void failNextCommit(CommitFault fault) {
    faults.add(fault);
  }

  private Path table() {
    return directory.resolve("chunks.lance");
  }

  private void failIfAsked(CommitStep step) {
    boolean due =
        switch (step) {
          case STAGED -> false;
          case BEFORE_COMMIT -> faults.peek() == CommitFault.BEFORE_COMMIT;
          case AFTER_COMMIT -> faults.peek() == CommitFault.LOST_ANSWER;
        };
    if (due) {
      throw new UncheckedIOException(new java.io.IOException("injected " + faults.remove()));
    }
  }
}
