package dev.freshet.lance.write;

import dev.freshet.core.BatchIdentity;
import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.FreshetException;
import dev.freshet.core.lease.CommitLease;
import dev.freshet.core.lease.LeaseRule;
import dev.freshet.core.metadata.MetadataTyping;
import dev.freshet.core.vector.RowStager;
import dev.freshet.core.vector.StagedRows;
import dev.freshet.core.vector.VectorCommit;
import dev.freshet.core.vector.VectorRow;
import dev.freshet.core.vector.VectorTableSpec;
import dev.freshet.core.vector.VectorTableWriter;
import dev.freshet.core.vector.WriteOutcome;
import dev.freshet.lance.index.FirstUse;
import dev.freshet.lance.index.IndexProof;
import dev.freshet.lance.index.RecordKeyIndex;
import dev.freshet.lance.lease.LanceCommitLease;
import dev.freshet.lance.table.LanceErrors;
import dev.freshet.lance.table.LanceTable;
import dev.freshet.lance.table.TableFormat;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** The writer of a Lance table. Owns the table's handle. */
public final class LanceTableWriter implements VectorTableWriter {

  private final LanceTable table;
  private final FragmentWriter fragments;
  private final CellCreation cells;
  private final MetadataTypes types;
  private final CommitLease lease;
  private final BatchCommitter committer;
  private final FirstUse use;
  private final WriterOptions options;
  private final Set<String> removedIndexes = new HashSet<>();
  private boolean closed;

  private LanceTableWriter(
      LanceTable table, FragmentWriter fragments, WriterClaim claim, WriterOptions options) {
    this.table = table;
    this.fragments = fragments;
    this.cells = new CellCreation(table, options);
    this.types = new MetadataTypes(table, fragments, cells, claim, options);
    this.lease = new LanceCommitLease(table.uri(), InstantSource.system(), LeaseRule.DEFAULT);
    this.committer = new BatchCommitter(table, fragments, claim, lease, options);
    this.use = new FirstUse(table.uri());
    this.options = options;
  }

  /**
   * Opens the table at {@code uri}, creates it if it is missing, and fences every older writer.
   *
   * @throws dev.freshet.core.error.InvalidConfigException if the table cannot hold what {@code
   *     spec} asks for
   * @throws dev.freshet.core.error.FreshetException with {@code FINGERPRINT_MISMATCH}, {@code
   *     TABLE_TOO_NEW} or {@code STORE_UNAVAILABLE}
   */
  public static LanceTableWriter open(String uri, VectorTableSpec spec) {
    return open(uri, spec, WriterOptions.DEFAULT);
  }

  static LanceTableWriter open(String uri, VectorTableSpec spec, WriterOptions options) {
    LanceTable table = TableCreation.openOrCreate(uri, spec);
    try {
      TableFormat.requireWritable(uri);
      return claim(table, options);
    } catch (Exception e) {
      table.close();
      throw e;
    }
  }

  private static LanceTableWriter claim(LanceTable table, WriterOptions options) {
    table.recordContent(); // Forgets versions that are lost: their numbers come again.
    Set<String> removed = dropDamagedIndexes(table);
    WordsColumn.ensure(table);
    FragmentWriter fragments = new FragmentWriter(table.uri(), table.allocator(), table::schema);
    WriterClaim claim = WriterClaim.take(table, fragments, options);
    RecordKeyIndex.ensure(table);
    table.recordContent();
    LanceTableWriter writer = new LanceTableWriter(table, fragments, claim, options);
    writer.removedIndexes.addAll(removed);
    return writer;
  }

  /** A batch reads the index on the record key; the other ones are maintenance's to build again. */
  private static Set<String> dropDamagedIndexes(LanceTable table) {
    Set<String> dropped;
    try {
      dropped = new IndexProof(table.uri()).drop(table);
    } catch (Exception e) {
      throw LanceErrors.failure("remove a damaged index of", table.uri(), e);
    }
    table.refresh();
    return dropped;
  }

  /** {@inheritDoc} Reads the head: about 0.5 ms on a local disk. */
  @Override
  public Optional<BatchIdentity> lastCommitted(String streamId) {
    return table.refresh().record().last(streamId);
  }

  @Override
  public StagedRows stage(List<VectorRow> rows) {
    cells.make(rows);
    StagedFragments staged = new RowStaging(table.uri(), table.schema()).stage(rows, fragments);
    if (!rows.isEmpty()) {
      options.probe().accept(CommitStep.STAGED);
    }
    return staged;
  }

  @Override
  public RowStager stager(List<VectorRow> rows) {
    cells.make(rows);
    return new LanceRowStager(table.uri(), table.schema());
  }

  @Override
  public long typeMetadata(MetadataTyping typing, BooleanSupplier stopped) {
    long typed = types.complete(typing, stopped);
    table.recordContent();
    return typed;
  }

  @Override
  public StagedRows combine(List<StagedRows> parts) {
    return StagedFragments.combine(table.uri(), parts);
  }

  @Override
  public WriteOutcome commit(VectorCommit commit) {
    StagedFragments staged = StagedFragments.of(table.uri(), commit.rows());
    if (!commit.replacedKeys().containsAll(staged.keys())) {
      throw new IllegalArgumentException(
          "Cannot commit "
              + commit.identity().batchId()
              + ": not every record key of its rows is among the replaced keys");
    }
    WriteOutcome outcome = committed(commit, staged);
    table.recordContent();
    return outcome;
  }

  /**
   * A batch reads the index on the record key. If that is damaged, the batch goes on without it;
   * the next writer builds it again.
   */
  private WriteOutcome committed(VectorCommit commit, StagedFragments staged) {
    try {
      return attempt(commit, staged);
    } catch (FreshetException e) {
      if (e.code() != ErrorCode.STORE_DAMAGED || !table.isWhole()) {
        throw e;
      }
      use.noteDamage(table.dataset(), RecordKeyIndex.NAME);
      Set<String> removed = dropDamagedIndexes(table);
      if (removed.isEmpty()) {
        throw e;
      }
      removedIndexes.addAll(removed);
      return attempt(commit, staged);
    }
  }

  private WriteOutcome attempt(VectorCommit commit, StagedFragments staged) {
    try {
      return use.of(table.dataset(), RecordKeyIndex.NAME, () -> committer.commit(commit, staged));
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw LanceErrors.failure("commit to", table.uri(), e);
    }
  }

  @Override
  public Set<String> takeRemovedIndexes() {
    Set<String> taken = Set.copyOf(removedIndexes);
    removedIndexes.clear();
    return taken;
  }

  /** Arrow memory in use; 0 between calls. */
  long arrowBytes() {
    return table.allocator().getAllocatedMemory();
  }

  @Override
  public void requireContent(Set<String> names) {
    table.requireContent(names);
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      lease.close();
      table.close();
    }
  }
}
