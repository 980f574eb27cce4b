package dev.freshet.pipeline.cluster;

import dev.freshet.core.BatchIdentity;
import dev.freshet.core.metadata.MetadataTyping;
import dev.freshet.core.vector.RowStager;
import dev.freshet.core.vector.StagedRows;
import dev.freshet.core.vector.VectorCommit;
import dev.freshet.core.vector.VectorRow;
import dev.freshet.core.vector.VectorTableWriter;
import dev.freshet.core.vector.WriteOutcome;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A writer that lets the executors stage large batches, one fragment a task. The commit, and with
 * it everything that must happen once, stays on the driver.
 */
final class ExecutorWriter implements VectorTableWriter {

  private static final Logger LOGGER = LoggerFactory.getLogger(ExecutorWriter.class);

  /** Bytes of a row beside its text and vector: keys, hash, metadata and serialization. */
  private static final long ROW_BYTES = 512;

  private final VectorTableWriter writer;
  private final ExecutorPool executors;
  private final int rowsPerTask;

  /**
   * @param writer is closed with this writer
   */
  ExecutorWriter(VectorTableWriter writer, ExecutorPool executors, int rowsPerTask) {
    this.writer = writer;
    this.executors = executors;
    this.rowsPerTask = rowsPerTask;
  }

  @Override
  public StagedRows stage(List<VectorRow> rows) {
    int wanted = WorkSplit.count(rows.size(), rowsPerTask, executors.slots());
    if (wanted < 2) {
      return writer.stage(rows);
    }
    long[] bytes = rows.stream().mapToLong(ExecutorWriter::bytes).toArray();
    long atLeast = 1 + Arrays.stream(bytes).sum() / (WorkSplit.BYTES_MAX / 2);
    if (Arrays.stream(bytes).max().orElse(0) > WorkSplit.BYTES_MAX / 2) {
      return writer.stage(rows);
    }
    int count = Math.toIntExact(Math.max(wanted, atLeast));
    List<SentRows> parts = WorkSplit.cut(rows, bytes, count).stream().map(SentRows::new).toList();
    long started = System.nanoTime();
    StagedRows staged =
        writer.combine(
            executors.run(
                "stage " + rows.size() + " rows", parts, new StageTask(writer.stager(rows))));
    LOGGER
        .atInfo()
        .addKeyValue("rows", rows.size())
        .addKeyValue("task", parts.size())
        .addKeyValue("durationMs", Duration.ofNanos(System.nanoTime() - started).toMillis())
        .log("staged on executors");
    return staged;
  }

  private static long bytes(VectorRow row) {
    return ROW_BYTES + 4L * row.vector().length + 2L * row.chunk().text().length();
  }

  @Override
  public RowStager stager(List<VectorRow> rows) {
    return writer.stager(rows);
  }

  @Override
  public StagedRows combine(List<StagedRows> parts) {
    return writer.combine(parts);
  }

  @Override
  public Optional<BatchIdentity> lastCommitted(String streamId) {
    return writer.lastCommitted(streamId);
  }

  @Override
  public WriteOutcome commit(VectorCommit commit) {
    return writer.commit(commit);
  }

  @Override
  public long typeMetadata(MetadataTyping typing, BooleanSupplier stopped) {
    return writer.typeMetadata(typing, stopped);
  }

  @Override
  public Set<String> takeRemovedIndexes() {
    return writer.takeRemovedIndexes();
  }

  @Override
  public void requireContent(Set<String> names) {
    writer.requireContent(names);
  }

  @Override
  public void close() {
    writer.close();
  }

  /** Writes the rows of a part of a batch to data files that no commit names yet. */
  private record StageTask(RowStager stager) implements ExecutorTask<SentRows, StagedRows> {

    @Override
    public StagedRows run(SentRows part) {
      return stager.stage(part.rows());
    }
  }
}
