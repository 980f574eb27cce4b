package dev.freshet.testkit.vector;

import dev.freshet.core.BatchIdentity;
import dev.freshet.core.vector.StagedRows;
import dev.freshet.core.vector.VectorCommit;
import dev.freshet.core.vector.VectorRow;
import dev.freshet.core.vector.VectorTableSpec;
import dev.freshet.core.vector.VectorTableWriter;
import dev.freshet.core.vector.WriteOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One writer of a {@link FakeVectorTable}, fenced when a later one is opened. */
final class FakeVectorTableWriter implements VectorTableWriter {

  private final FakeVectorTable table;
  private final VectorTableSpec spec;
  private final long epoch;
  private volatile boolean closed;

  FakeVectorTableWriter(FakeVectorTable table, VectorTableSpec spec, long epoch) {
    this.table = table;
    this.spec = spec;
    this.epoch = epoch;
  }

  @Override
  public Optional<BatchIdentity> lastCommitted(String streamId) {
    requireOpen();
    return Optional.ofNullable(table.head().committed().get(streamId));
  }

  @Override
  public StagedRows stage(List<VectorRow> rows) {
    requireOpen();
    table.requireStageable(rows);
    return stager(rows).stage(rows);
  }

  @Override
  public FakeRowStager stager(List<VectorRow> rows) {
    return new FakeRowStager(table.id(), spec);
  }

  @Override
  public StagedRows combine(List<StagedRows> parts) {
    requireOpen();
    List<VectorRow> rows = new ArrayList<>();
    parts.forEach(part -> rows.addAll(own(part).list()));
    FakeRowStager.requireUniqueIds(rows);
    return new FakeStagedRows(table.id(), rows);
  }

  @Override
  public WriteOutcome commit(VectorCommit commit) {
    requireOpen();
    FakeStagedRows staged = own(commit.rows());
    for (VectorRow row : staged.list()) {
      if (!commit.replacedKeys().contains(row.chunk().recordKey())) {
        throw new IllegalArgumentException("Invalid batch: a row's key is not among the replaced");
      }
    }
    return table.commit(commit, staged, epoch);
  }

  /** The table is in memory and has no files. */
  @Override
  public void requireContent(Set<String> names) {
    requireOpen();
  }

  private FakeStagedRows own(StagedRows rows) {
    if (rows instanceof FakeStagedRows staged && staged.tableId().equals(table.id())) {
      return staged;
    }
    throw new IllegalArgumentException("Invalid rows: staged by another table");
  }

  @Override
  public void close() {
    closed = true;
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("The writer is closed");
    }
  }
}
