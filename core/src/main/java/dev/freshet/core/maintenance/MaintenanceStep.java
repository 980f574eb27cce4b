package dev.freshet.core.maintenance;

import dev.freshet.core.config.IndexConfig;
import dev.freshet.core.config.value.IndexType;
import java.time.Instant;
import java.util.List;

/**
 * One small piece of maintenance. Each may fail, be killed or be left out without harm to the table
 * or to another step. Each names the fragments, segments or index it is about, so that it does no
 * more than was planned when the table has changed meanwhile; what no longer exists is skipped.
 */
public sealed interface MaintenanceStep {

  /** What kind of step this is; replaces the pattern switch that Java 17 does not have. */
  StepKind kind();

  /** Live rows the step reads, which is what its runtime grows with; 0 if it reads none. */
  long rows();

  /**
   * What a step is about where one table needs several of a kind, so that one that keeps failing
   * does not block the others: the fragment's id for {@link RewriteFragment}, the index for {@link
   * BuildColumnIndex}, the table for a step of a layer, empty otherwise.
   */
  default String subject() {
    return "";
  }

  /**
   * Writes small fragments of the unindexed tail as one.
   *
   * @param fragments ids, at least two, neighbours in the shape
   * @param rows their live rows
   */
  record CompactTail(List<Integer> fragments, long rows) implements MaintenanceStep {

    public CompactTail {
      fragments = atLeastTwo(fragments);
    }

    @Override
    public StepKind kind() {
      return StepKind.COMPACT_TAIL;
    }
  }

  /**
   * Builds the vector index over all rows of a table that has none.
   *
   * @param type of the index
   * @param rows live rows of the table
   */
  record BuildIndex(IndexType type, long rows) implements MaintenanceStep {

    /** An index of the default type. */
    public BuildIndex(long rows) {
      this(IndexConfig.DEFAULT_TYPE, rows);
    }

    @Override
    public StepKind kind() {
      return StepKind.BUILD_INDEX;
    }
  }

  /**
   * Covers the unindexed tail by one more delta segment of the vector index, and by the indexes
   * that filters use. No present segment is touched.
   *
   * @param rows live rows of the tail
   */
  record ExtendIndex(long rows) implements MaintenanceStep {

    @Override
    public StepKind kind() {
      return StepKind.EXTEND_INDEX;
    }
  }

  /**
   * Merges the newest delta segments of the vector index into one. Never the base: that would be a
   * {@link RetrainIndex}.
   *
   * @param segments how many of the newest, at least two and at most all deltas
   * @param rows live rows of the fragments they cover
   */
  record MergeSegments(int segments, long rows) implements MaintenanceStep {

    public MergeSegments {
      if (segments < 2) {
        throw new IllegalArgumentException("Invalid number of segments to merge: " + segments);
      }
    }

    @Override
    public StepKind kind() {
      return StepKind.MERGE_SEGMENTS;
    }
  }

  /**
   * Writes small fragments that the same index segment covers as one. With stable row ids the index
   * stays as it is.
   *
   * @param fragments ids, at least two, neighbours in the shape
   * @param rows their live rows
   */
  record CompactFragments(List<Integer> fragments, long rows) implements MaintenanceStep {

    public CompactFragments {
      fragments = atLeastTwo(fragments);
    }

    @Override
    public StepKind kind() {
      return StepKind.COMPACT_FRAGMENTS;
    }
  }

  /**
   * Writes one fragment again without its deleted rows.
   *
   * @param fragment its id
   * @param rows its live rows
   * @param deletedRows rows that disappear from storage once the versions before are removed
   */
  record RewriteFragment(int fragment, long rows, long deletedRows) implements MaintenanceStep {

    @Override
    public StepKind kind() {
      return StepKind.REWRITE_FRAGMENT;
    }

    @Override
    public String subject() {
      return Integer.toString(fragment);
    }
  }

  /**
   * Builds another vector index over all rows, beside the present one, which serves searches until
   * the new one replaces it in one commit.
   *
   * @param type of the new index, which may be another than the present one's
   * @param rows live rows of the table
   */
  record RetrainIndex(IndexType type, long rows) implements MaintenanceStep {

    /** An index of the default type. */
    public RetrainIndex(long rows) {
      this(IndexConfig.DEFAULT_TYPE, rows);
    }

    @Override
    public StepKind kind() {
      return StepKind.RETRAIN_INDEX;
    }
  }

  /**
   * Removes table versions and the files only they use. The implementation first carries the batch
   * identities of those versions forward, and never removes the newest version.
   *
   * @param before versions committed before this instant go
   */
  record RemoveVersions(Instant before) implements MaintenanceStep {

    @Override
    public StepKind kind() {
      return StepKind.REMOVE_VERSIONS;
    }

    @Override
    public long rows() {
      return 0;
    }
  }

  /**
   * Finds the search parameters that reach a recall with the least work and stores them with the
   * table, for this index. It searches for stored vectors, once by exact scans of the whole table
   * and then by the index.
   *
   * @param queries stored vectors to ask with, at least 1; each costs a scan
   * @param k neighbours per query, at least 1
   * @param recallTarget share of the true neighbours to find, 0 to 1
   * @param rows live rows of the table
   */
  record TuneSearch(int queries, int k, double recallTarget, long rows) implements MaintenanceStep {

    public TuneSearch {
      if (queries < 1 || k < 1 || !(recallTarget >= 0 && recallTarget <= 1)) {
        throw new IllegalArgumentException(
            "Invalid tuning: %d queries, k %d, target %s".formatted(queries, k, recallTarget));
      }
    }

    @Override
    public StepKind kind() {
      return StepKind.TUNE_SEARCH;
    }
  }

  /**
   * Builds the index of a column over all rows; it replaces one that does not cover all.
   *
   * @param index which one
   * @param rows live rows of the table
   */
  record BuildColumnIndex(ColumnIndex index, long rows) implements MaintenanceStep {

    @Override
    public StepKind kind() {
      return StepKind.BUILD_COLUMN_INDEX;
    }

    @Override
    public String subject() {
      return index.toString();
    }
  }

  /**
   * Joins the oldest data files of a tier of a Delta table. Its rows stay as they are.
   *
   * @param table such as {@code bronze}
   * @param tier of the files: how often 16 goes into their rows
   * @param files at most so many
   * @param rows their rows
   */
  record CompactLayer(String table, int tier, int files, long rows) implements MaintenanceStep {

    @Override
    public StepKind kind() {
      return StepKind.COMPACT_LAYER;
    }

    @Override
    public String subject() {
      return table;
    }
  }

  /**
   * Writes a checkpoint of a Delta table, since its writer could not.
   *
   * @param table such as {@code bronze}
   */
  record CheckpointLayer(String table) implements MaintenanceStep {

    @Override
    public StepKind kind() {
      return StepKind.CHECKPOINT_LAYER;
    }

    @Override
    public long rows() {
      return 0;
    }

    @Override
    public String subject() {
      return table;
    }
  }

  /**
   * Removes log entries of a Delta table that a checkpoint replaces, and data files that no reader
   * needs any more.
   *
   * @param table such as {@code bronze}
   * @param entries at most so many log entries
   */
  record CleanLayer(String table, long entries) implements MaintenanceStep {

    @Override
    public StepKind kind() {
      return StepKind.CLEAN_LAYER;
    }

    @Override
    public long rows() {
      return 0;
    }

    @Override
    public String subject() {
      return table;
    }
  }

  private static List<Integer> atLeastTwo(List<Integer> fragments) {
    if (fragments.size() < 2) {
      throw new IllegalArgumentException("Invalid fragments to compact: " + fragments);
    }
    return List.copyOf(fragments);
  }
}
