package dev.freshet.testkit.vector;

import dev.freshet.core.BatchIdentity;
import dev.freshet.core.error.CommitStateUnknownException;
import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.FencedWriterException;
import dev.freshet.core.error.FreshetException;
import dev.freshet.core.vector.VectorCommit;
import dev.freshet.core.vector.VectorRow;
import dev.freshet.core.vector.VectorTableReader;
import dev.freshet.core.vector.VectorTableSpec;
import dev.freshet.core.vector.VectorTableWriter;
import dev.freshet.core.vector.WriteOutcome;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A vector table in memory with the semantics of the real one: one version per batch, batch
 * identities, fencing, staged rows, and commits that fail on request. It outlives the writers and
 * readers that are opened on it, as a directory would. Thread-safe; searches compare every row.
 */
public final class FakeVectorTable {

  /**
   * One table version.
   *
   * @param rows row per chunk id
   * @param committed last batch per stream
   */
  record Snapshot(
      long version,
      Map<String, VectorRow> rows,
      Map<String, BatchIdentity> committed,
      Optional<Instant> asOf) {}

  private final String id = UUID.randomUUID().toString();
  private final Map<CommitFault, Integer> faults = new EnumMap<>(CommitFault.class);
  private @Nullable VectorTableSpec spec;
  private Snapshot head = new Snapshot(0, Map.of(), Map.of(), Optional.empty());
  private long epoch;
  private boolean textIndexed;
  private volatile Predicate<VectorRow> unstageable = row -> false;

  /**
   * Opens the single writer and fences every older one; creates the table on the first call.
   *
   * @throws FreshetException with {@link ErrorCode#FINGERPRINT_MISMATCH} if the table was made for
   *     another fingerprint or dimension
   */
  public synchronized VectorTableWriter openWriter(VectorTableSpec wanted) {
    if (spec == null) {
      spec = wanted;
    } else if (!spec.fingerprint().equals(wanted.fingerprint())
        || spec.dimension() != wanted.dimension()) {
      throw new FreshetException(
          ErrorCode.FINGERPRINT_MISMATCH,
          "Cannot open the fake vector table: it was made for "
              + spec.fingerprint()
              + ", not for "
              + wanted.fingerprint()
              + ". Open it as it was made, or make another.");
    }
    epoch++;
    head = new Snapshot(head.version() + 1, head.rows(), head.committed(), head.asOf());
    return new FakeVectorTableWriter(this, spec, epoch);
  }

  /**
   * Opens a reader.
   *
   * @throws FreshetException with {@link ErrorCode#TABLE_NOT_FOUND} before a writer was opened
   */
  public synchronized VectorTableReader openReader() {
    if (spec == null) {
      throw new FreshetException(
          ErrorCode.TABLE_NOT_FOUND,
          "Cannot open the fake vector table: no writer has created it. Open a writer first.");
    }
    return new FakeVectorTableReader(this, spec);
  }

  /** Builds the full-text index that a search for words needs. */
  public synchronized void indexText() {
    textIndexed = true;
  }

  synchronized boolean isTextIndexed() {
    return textIndexed;
  }

  /** Makes the next commit of any writer fail as {@code fault} says; repeated calls queue up. */
  public synchronized void failNextCommit(CommitFault fault) {
    faults.merge(fault, 1, Integer::sum);
  }

  /** Makes staging fail with a defect whenever a row is among the rows for which this holds. */
  public void failStagingOf(Predicate<VectorRow> fault) {
    unstageable = fault;
  }

  void requireStageable(List<VectorRow> rows) {
    if (rows.stream().anyMatch(unstageable)) {
      throw new IndexOutOfBoundsException("the fake vector table was told to fail for a row");
    }
  }

  /** The id by which staged rows know their table. */
  String id() {
    return id;
  }

  synchronized Snapshot head() {
    return head;
  }

  synchronized WriteOutcome commit(VectorCommit commit, FakeStagedRows staged, long writerEpoch) {
    if (writerEpoch != epoch) {
      throw new FencedWriterException(
          "Cannot commit batch "
              + commit.identity().batchId()
              + ": writer "
              + writerEpoch
              + " was fenced by writer "
              + epoch
              + ". Stop this writer.");
    }
    BatchIdentity last = head.committed().get(commit.identity().streamId());
    if (last != null && last.endSequence() >= commit.identity().endSequence()) {
      return new WriteOutcome.AlreadyCommitted(head.version());
    }
    failIfAsked(CommitFault.BEFORE_COMMIT, commit);
    WriteOutcome outcome = apply(commit, staged);
    failIfAsked(CommitFault.LOST_ANSWER, commit);
    return outcome;
  }

  private WriteOutcome apply(VectorCommit commit, FakeStagedRows staged) {
    Map<String, VectorRow> rows = new LinkedHashMap<>(head.rows());
    rows.values().removeIf(row -> commit.replacedKeys().contains(row.chunk().recordKey()));
    int deleted = head.rows().size() - rows.size();
    staged.list().forEach(row -> rows.put(row.chunk().id(), row));
    Map<String, BatchIdentity> committed = new HashMap<>(head.committed());
    committed.put(commit.identity().streamId(), commit.identity());
    head = new Snapshot(head.version() + 1, rows, committed, Optional.of(commit.asOf()));
    return new WriteOutcome.Committed(head.version(), deleted, 0);
  }

  private void failIfAsked(CommitFault fault, VectorCommit commit) {
    int left = faults.getOrDefault(fault, 0);
    if (left > 0) {
      faults.put(fault, left - 1);
      throw new CommitStateUnknownException(
          "Cannot tell the outcome of batch "
              + commit.identity().batchId()
              + ": injected fault "
              + fault
              + ". Repeat it with the same identity.");
    }
  }
}
