package dev.freshet.testkit.maintenance;

import dev.freshet.core.config.IndexConfig;
import dev.freshet.core.config.value.IndexType;
import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.FreshetException;
import dev.freshet.core.maintenance.ColumnIndex;
import dev.freshet.core.maintenance.FragmentShape;
import dev.freshet.core.maintenance.IndexShape;
import dev.freshet.core.maintenance.MaintenanceStep;
import dev.freshet.core.maintenance.RecallEstimate;
import dev.freshet.core.maintenance.StepOutcome;
import dev.freshet.core.maintenance.TableMaintainer;
import dev.freshet.core.maintenance.TableShape;
import dev.freshet.core.maintenance.TunedSearch;
import dev.freshet.core.vector.SearchParameters;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A table of which only the shape exists. It outlives the maintainers that are opened on it, as a
 * directory would, does every step at once, and fails on request. Thread-safe.
 */
public final class FakeMaintainedTable implements MaintainedTable {

  private static final long BYTES_PER_ROW = 2_000;

  private final InstantSource clock;
  private final FakeFragments fragments = new FakeFragments(BYTES_PER_ROW);
  private final List<Long> segments = new ArrayList<>();
  private final Deque<Instant> versions = new ArrayDeque<>();
  private final Deque<RuntimeException> failures = new ArrayDeque<>();
  private final List<MaintenanceStep> steps = new ArrayList<>();

  /** Per index of a column, the id from which on it covers no fragment. */
  private final Map<ColumnIndex, Integer> columns = new HashMap<>();

  private IndexType type = IndexConfig.DEFAULT_TYPE;
  private long version;
  private int conflicts;
  private double recall = 1;
  private Optional<TunedSearch> tuned = Optional.empty();

  /**
   * @param clock gives versions and observations their times
   */
  public FakeMaintainedTable(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public synchronized void write(int rows) {
    fragments.append(rows);
    commit();
  }

  @Override
  public synchronized void delete(int rows) {
    fragments.delete(rows);
    commit();
  }

  @Override
  public synchronized void dropIndex() {
    segments.clear();
    tuned = Optional.empty();
    fragments.uncover();
    commit();
  }

  @Override
  public synchronized void dropIndex(ColumnIndex index) {
    columns.remove(index);
    commit();
  }

  @Override
  public synchronized void drop() {
    fragments.clear();
    columns.clear();
    segments.clear();
    tuned = Optional.empty();
    versions.clear();
    version = 0;
  }

  @Override
  public synchronized long rows() {
    return fragments.liveRows();
  }

  /**
   * Makes the next observation, step or measurement throw {@code failure}; repeated calls queue up.
   */
  public synchronized void failNext(RuntimeException failure) {
    failures.add(failure);
  }

  /** Makes the next step lose to a writer; repeated calls add up. */
  synchronized void conflictNext() {
    conflicts++;
  }

  /** Sets the recall of the index, 0 to 1, until the next build, retraining or tuning. */
  public synchronized void recall(double found) {
    recall = found;
  }

  /** The steps that were run so far, failed ones included. */
  public synchronized List<MaintenanceStep> steps() {
    return List.copyOf(steps);
  }

  @Override
  public TableMaintainer openMaintainer() {
    return new FakeTableMaintainer(this);
  }

  /** Checks that the shape is consistent; there are no rows that could be lost. */
  @Override
  public synchronized void assertIntact(String after) {
    if (version > 0 && shape().liveRows() != rows()) {
      throw new AssertionError(after + ": " + shape().liveRows() + " rows, not " + rows());
    }
  }

  synchronized TableShape observe() {
    check();
    return shape();
  }

  synchronized double recall() {
    return recall;
  }

  synchronized Instant now() {
    return clock.instant();
  }

  private TableShape shape() {
    Optional<IndexShape> index =
        segments.isEmpty()
            ? Optional.empty()
            : Optional.of(new IndexShape(type.name(), segments, tuned));
    Map<ColumnIndex, Long> uncovered = new HashMap<>();
    columns.forEach((column, from) -> uncovered.put(column, fragments.liveRowsFrom(from)));
    return new TableShape(
        version,
        fragments.list(),
        index,
        versions.size(),
        versions.getFirst(),
        clock.instant(),
        uncovered);
  }

  synchronized StepOutcome run(MaintenanceStep step) {
    steps.add(step);
    check();
    if (conflicts > 0) {
      conflicts--;
      return new StepOutcome.Conflict(version, 1, Duration.ZERO);
    }
    return switch (step.kind()) {
      case COMPACT_TAIL -> compact(((MaintenanceStep.CompactTail) step).fragments(), 2);
      case COMPACT_FRAGMENTS -> compact(((MaintenanceStep.CompactFragments) step).fragments(), 2);
      case REWRITE_FRAGMENT -> rewrite(((MaintenanceStep.RewriteFragment) step).fragment());
      case BUILD_INDEX ->
          segments.isEmpty()
              ? train(((MaintenanceStep.BuildIndex) step).type())
              : nothing("the table has an index");
      case RETRAIN_INDEX ->
          segments.isEmpty()
              ? nothing("the index is gone")
              : train(((MaintenanceStep.RetrainIndex) step).type());
      case EXTEND_INDEX -> extend();
      case MERGE_SEGMENTS -> merge(((MaintenanceStep.MergeSegments) step).segments());
      case REMOVE_VERSIONS -> removeVersions(((MaintenanceStep.RemoveVersions) step).before());
      case TUNE_SEARCH ->
          segments.isEmpty()
              ? nothing("the index is gone")
              : tune((MaintenanceStep.TuneSearch) step);
      case BUILD_COLUMN_INDEX -> buildColumn(((MaintenanceStep.BuildColumnIndex) step).index());
      case COMPACT_LAYER, CHECKPOINT_LAYER, CLEAN_LAYER ->
          throw new IllegalArgumentException("Not a step of the vector table: " + step);
    };
  }

  private void check() {
    RuntimeException failure = failures.poll();
    if (failure != null) {
      throw failure;
    }
    if (version == 0) {
      throw new FreshetException(
          ErrorCode.TABLE_NOT_FOUND,
          "Cannot open the fake vector table: no writer has created it. Write to it first.");
    }
  }

  private StepOutcome rewrite(int fragment) {
    boolean hasDeletions =
        fragments.list().stream()
            .anyMatch(present -> present.id() == fragment && present.deletedRows() > 0);
    return hasDeletions ? compact(List.of(fragment), 1) : nothing("no deleted rows are left");
  }

  private StepOutcome compact(List<Integer> ids, int least) {
    long rows = fragments.compact(ids, least);
    if (rows < 0) {
      return nothing("the fragments are gone");
    }
    // Fragments of which a filter index covers only some cannot be joined, so it is extended first.
    coverColumns();
    return done(rows);
  }

  private StepOutcome buildColumn(ColumnIndex index) {
    if (fragments.liveRowsFrom(columns.getOrDefault(index, 0)) == 0) {
      return nothing("the index covers all rows");
    }
    columns.put(index, fragments.next());
    return done(fragments.liveRows());
  }

  private StepOutcome train(IndexType wanted) {
    type = wanted;
    coverColumns();
    fragments.uncover();
    long rows = fragments.cover(FragmentShape.UNINDEXED, 0);
    segments.clear();
    segments.add(rows);
    recall = 1;
    tuned = Optional.empty();
    return done(rows);
  }

  private StepOutcome tune(MaintenanceStep.TuneSearch step) {
    int neighbours = (int) Math.min(step.k(), rows() - 1);
    if (neighbours < 1) {
      return nothing("there are too few rows to compare");
    }
    recall = 1;
    long expected = (long) Math.min(step.queries(), rows()) * neighbours;
    long found = Math.round(recall * expected);
    tuned =
        Optional.of(
            new TunedSearch(
                SearchParameters.DEFAULT,
                new RecallEstimate(found, expected, neighbours, clock.instant()),
                step.recallTarget()));
    return done(0);
  }

  private StepOutcome extend() {
    if (segments.isEmpty() || shape().tail().isEmpty()) {
      return nothing("no index, or nothing it lacks");
    }
    coverColumns();
    long rows = fragments.cover(FragmentShape.UNINDEXED, segments.size());
    segments.add(rows);
    return done(rows);
  }

  private void coverColumns() {
    columns.replaceAll(
        (column, from) -> column.use() == ColumnIndex.Use.FILTER ? fragments.next() : from);
  }

  private StepOutcome merge(int count) {
    int first = segments.size() - count;
    if (first < 1) {
      return nothing("there are fewer segments");
    }
    for (int segment = first + 1; segment < segments.size(); segment++) {
      fragments.cover(segment, first);
    }
    segments.subList(first, segments.size()).clear();
    long rows = fragments.cover(first, first);
    segments.add(rows);
    return done(rows);
  }

  private StepOutcome removeVersions(Instant before) {
    long removed = 0;
    while (versions.size() > 1 && versions.getFirst().isBefore(before)) {
      versions.removeFirst();
      removed++;
    }
    return removed == 0
        ? nothing("no version is that old")
        : new StepOutcome.Done(version, removed, removed * BYTES_PER_ROW, 0, Duration.ZERO);
  }

  private StepOutcome nothing(String why) {
    return new StepOutcome.Nothing(version, why);
  }

  private StepOutcome done(long rows) {
    commit();
    return new StepOutcome.Done(version, rows, 0, 0, Duration.ZERO);
  }

  private void commit() {
    version++;
    versions.addLast(clock.instant());
  }

  @Override
  public void close() {
    // A table in memory holds nothing open.
  }
}
