package dev.freshet.lance;

import dev.freshet.core.BatchIdentity;
import dev.freshet.core.vector.StagedRows;
import dev.freshet.core.vector.VectorCommit;
import dev.freshet.core.vector.VectorRow;
import dev.freshet.core.vector.VectorTableWriter;
import dev.freshet.core.vector.WriteOutcome;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The writer of a Lance table. Owns the table's handle. */
final class LanceTableWriter implements VectorTableWriter {

  private final LanceTable table;
  private final FragmentWriter fragments;
  private final BatchCommitter committer;
  private final WriterOptions options;
  private boolean closed;

  private LanceTableWriter(
      LanceTable table, FragmentWriter fragments, WriterClaim claim, WriterOptions options) {
    this.table = table;
    this.fragments = fragments;
    this.committer = new BatchCommitter(table, fragments, claim, options);
    this.options = options;
  }

  /** Fences every older writer of {@code table} and takes the handle over, unless it throws. */
  static LanceTableWriter claim(LanceTable table, WriterOptions options) {
    FragmentWriter fragments = new FragmentWriter(table.uri(), table.allocator(), table.schema());
    WriterClaim claim = WriterClaim.take(table, fragments, options);
    KeyIndex.ensure(table);
    return new LanceTableWriter(table, fragments, claim, options);
  }

  /** Also costs one look at the head: about 0.5 ms on a local disk. */
  @Override
  public Optional<BatchIdentity> lastCommitted(String streamId) {
    return table.refresh().record().last(streamId);
  }

  @Override
  public StagedRows stage(List<VectorRow> rows) {
    Set<String> keys = requireFitting(rows);
    if (rows.isEmpty()) {
      return new StagedFragments(table.uri(), 0, keys, List.of());
    }
    StagedFragments staged;
    try {
      staged = new StagedFragments(table.uri(), rows.size(), keys, fragments.write(rows));
    } catch (Exception e) {
      throw LanceErrors.unavailable("stage " + rows.size() + " rows for", table.uri(), e);
    }
    options.probe().accept(CommitStep.STAGED);
    return staged;
  }

  private Set<String> requireFitting(List<VectorRow> rows) {
    Set<String> ids = new HashSet<>();
    Set<String> keys = new HashSet<>();
    for (VectorRow row : rows) {
      if (row.vector().length != table.schema().spec().dimension()
          || !Vectors.isFinite(row.vector())) {
        throw new IllegalArgumentException(
            "Cannot stage rows: a vector of "
                + row.vector().length
                + " components is not "
                + table.schema().spec().dimension()
                + " finite numbers");
      }
      if (!table.schema().spec().metadataColumns().containsAll(row.metadata().keySet())) {
        throw new IllegalArgumentException(
            "Cannot stage rows: metadata columns "
                + row.metadata().keySet()
                + " are not all known");
      }
      if (!ids.add(row.chunk().id())) {
        throw new IllegalArgumentException("Cannot stage rows: a chunk id is there twice");
      }
      keys.add(row.chunk().recordKey());
    }
    return keys;
  }

  @Override
  public WriteOutcome commit(VectorCommit commit) {
    if (!(commit.rows() instanceof StagedFragments staged) || !staged.uri().equals(table.uri())) {
      throw new IllegalArgumentException("Cannot commit rows that another table has staged");
    }
    if (!commit.replacedKeys().containsAll(staged.keys())) {
      throw new IllegalArgumentException(
          "Cannot commit "
              + commit.identity().batchId()
              + ": not every record key of its rows is among the replaced keys");
    }
    return committer.commit(commit, staged);
  }

  /** Arrow memory in use; 0 between calls. */
  long arrowBytes() {
    return table.allocator().getAllocatedMemory();
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      table.close();
    }
  }
}
