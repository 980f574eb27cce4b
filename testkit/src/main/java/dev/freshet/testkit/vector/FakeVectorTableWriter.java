package dev.freshet.testkit.vector;

import dev.freshet.core.BatchIdentity;
import dev.freshet.core.vector.StagedRows;
import dev.freshet.core.vector.VectorCommit;
import dev.freshet.core.vector.VectorRow;
import dev.freshet.core.vector.VectorTableSpec;
import dev.freshet.core.vector.VectorTableWriter;
import dev.freshet.core.vector.WriteOutcome;
import java.util.HashSet;
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
    Set<String> ids = new HashSet<>();
    for (VectorRow row : rows) {
      if (row.vector().length != spec.dimension()) {
        throw new IllegalArgumentException("Invalid vector length: " + row.vector().length);
      }
      if (!spec.metadataColumns().containsAll(row.metadata().keySet())) {
        throw new IllegalArgumentException("Invalid metadata: " + row.metadata().keySet());
      }
      if (!ids.add(row.chunk().id())) {
        throw new IllegalArgumentException("Invalid rows: duplicate id");
      }
    }
    return new FakeStagedRows(table, List.copyOf(rows));
  }

  @Override
  public WriteOutcome commit(VectorCommit commit) {
    requireOpen();
    if (!(commit.rows() instanceof FakeStagedRows staged) || staged.table() != table) {
      throw new IllegalArgumentException("Invalid rows: staged by another table");
    }
    for (VectorRow row : staged.list()) {
      if (!commit.replacedKeys().contains(row.chunk().recordKey())) {
        throw new IllegalArgumentException("Invalid batch: a row's key is not among the replaced");
      }
    }
    return table.commit(commit, staged, epoch);
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
