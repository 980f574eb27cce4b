package dev.freshet.maintenance.policy;

import dev.freshet.core.lease.CommitLease;
import dev.freshet.core.maintenance.ColumnIndex;
import dev.freshet.core.maintenance.FragmentShape;
import dev.freshet.core.maintenance.IndexShape;
import dev.freshet.core.maintenance.MaintenanceStep;
import dev.freshet.core.maintenance.RecallEstimate;
import dev.freshet.core.maintenance.StepOutcome;
import dev.freshet.core.maintenance.TableShape;
import dev.freshet.core.maintenance.TunedSearch;
import dev.freshet.core.vector.SearchParameters;
import dev.freshet.maintenance.calibration.Calibration;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A model of a vector table under a stream of updates of random rows, one batch a second: how its
 * shape changes and how long steps take, as measured with Lance 7.0.0, but on a machine that is
 * {@code slowness} times as slow. It holds the time of the simulation.
 */
final class SimulatedTable {

  private static final Duration BATCH = Duration.ofSeconds(1);

  private final Random random;
  private final double slowness;
  private final List<FragmentShape> fragments = new ArrayList<>();
  private final List<Long> segments = new ArrayList<>();
  private final Deque<Instant> versions = new ArrayDeque<>();
  private final Set<Integer> written = new HashSet<>();
  private @Nullable TunedSearch tuned;

  /** For each column index the id of the first fragment that it does not cover. */
  private final Map<ColumnIndex, Integer> columns = new HashMap<>();

  private Instant now = Instant.parse("2026-11-21T10:00:00Z");
  private Instant nextBatch = now.plus(BATCH);
  private int rowsPerBatch;
  private int nextFragment;
  private long version;

  SimulatedTable(long seed, double slowness, int rowsPerBatch) {
    this.random = new Random(seed);
    this.slowness = slowness;
    this.rowsPerBatch = rowsPerBatch;
    commit();
  }

  /** Loads rows into fragments of the given size, without an index. */
  SimulatedTable loaded(long rows, long rowsPerFragment) {
    for (long left = rows; left > 0; left -= rowsPerFragment) {
      append(Math.min(left, rowsPerFragment));
    }
    return this;
  }

  /** Adds an index over all rows. */
  SimulatedTable indexed() {
    segments.add(shape().liveRows());
    cover(fragment -> true, 0);
    return this;
  }

  /** Ends the stream of updates. */
  void stopWrites() {
    rowsPerBatch = 0;
  }

  Instant now() {
    return now;
  }

  TableShape shape() {
    Optional<IndexShape> index =
        segments.isEmpty()
            ? Optional.empty()
            : Optional.of(new IndexShape("IVF_HNSW_SQ", segments, Optional.ofNullable(tuned)));
    Map<ColumnIndex, Long> uncovered = new HashMap<>();
    columns.forEach((column, from) -> uncovered.put(column, liveRowsFrom(from)));
    return new TableShape(
        version, fragments, index, versions.size(), versions.getFirst(), now, uncovered);
  }

  private long liveRowsFrom(int id) {
    return fragments.stream()
        .filter(fragment -> fragment.id() >= id)
        .mapToLong(FragmentShape::liveRows)
        .sum();
  }

  /** Lets time pass, and batches arrive. */
  void pass(Duration time) {
    Instant until = now.plus(time);
    while (!nextBatch.isAfter(until)) {
      now = nextBatch;
      nextBatch = nextBatch.plus(BATCH);
      if (rowsPerBatch > 0) {
        batch();
      }
    }
    now = until;
  }

  private void batch() {
    long live = shape().liveRows();
    double share = live == 0 ? 0 : Math.min(1, (double) rowsPerBatch / live);
    boolean growing = live < 2L * rowsPerBatch;
    fragments.replaceAll(fragment -> growing ? fragment : withDeletions(fragment, share));
    fragments.removeIf(fragment -> fragment.liveRows() == 0);
    append(rowsPerBatch);
    commit();
  }

  private FragmentShape withDeletions(FragmentShape fragment, double share) {
    double expected = fragment.liveRows() * share;
    long deleted = (long) expected + (random.nextDouble() < expected % 1 ? 1 : 0);
    if (deleted > 0) {
      written.add(fragment.id());
    }
    return new FragmentShape(
        fragment.id(),
        fragment.rows(),
        Math.min(fragment.rows(), fragment.deletedRows() + deleted),
        fragment.bytes(),
        fragment.segment());
  }

  private void append(long rows) {
    fragments.add(fragment(rows, FragmentShape.UNINDEXED));
  }

  private FragmentShape fragment(long rows, int segment) {
    return new FragmentShape(nextFragment++, rows, 0, rows * 2_000, segment);
  }

  private void commit() {
    version++;
    versions.addLast(now);
  }

  /** How long a step takes here, without random variation. */
  private Duration cost(MaintenanceStep step) {
    long rows = step.rows();
    if (step instanceof MaintenanceStep.MergeSegments merge) {
      // Vectors of deleted rows are merged too and stay, which is the worst case.
      int first = segments.size() - merge.segments();
      rows = segments.subList(first, segments.size()).stream().mapToLong(Long::longValue).sum();
    }
    Duration expected = Calibration.defaults().cost(step.kind()).expected(rows);
    double chance = 0.8 + 0.4 * random.nextDouble();
    return Duration.ofNanos(Math.round(expected.toNanos() * slowness * chance));
  }

  /** Runs a step, while batches arrive. */
  StepOutcome run(MaintenanceStep step) {
    int known = nextFragment;
    written.clear();
    Duration cost = cost(step);
    pass(cost);
    boolean leased = cost.compareTo(CommitLease.WRITER_WAIT_MAX) <= 0;
    return switch (step.kind()) {
      case COMPACT_TAIL -> compact(((MaintenanceStep.CompactTail) step).fragments(), leased);
      case COMPACT_FRAGMENTS ->
          compact(((MaintenanceStep.CompactFragments) step).fragments(), leased);
      case REWRITE_FRAGMENT ->
          compact(List.of(((MaintenanceStep.RewriteFragment) step).fragment()), leased);
      case BUILD_INDEX, RETRAIN_INDEX -> build(known);
      case EXTEND_INDEX -> extend(known);
      case MERGE_SEGMENTS -> merge(((MaintenanceStep.MergeSegments) step).segments());
      case TUNE_SEARCH -> tune((MaintenanceStep.TuneSearch) step);
      case REMOVE_VERSIONS -> removeVersions(((MaintenanceStep.RemoveVersions) step).before());
      case BUILD_COLUMN_INDEX -> {
        columns.put(((MaintenanceStep.BuildColumnIndex) step).index(), known);
        yield done(step.rows());
      }
      case COMPACT_LAYER, CHECKPOINT_LAYER, CLEAN_LAYER ->
          throw new IllegalArgumentException("Not a step of the vector table: " + step);
    };
  }

  private StepOutcome compact(List<Integer> ids, boolean leased) {
    List<FragmentShape> sources =
        fragments.stream().filter(fragment -> ids.contains(fragment.id())).toList();
    if (sources.isEmpty()) {
      return new StepOutcome.Nothing(version, "gone");
    }
    if (!leased && ids.stream().anyMatch(written::contains)) {
      return new StepOutcome.Conflict(version, 1, Duration.ZERO);
    }
    if (sources.stream().mapToInt(FragmentShape::segment).distinct().count() > 1) {
      throw new IllegalStateException("A compaction mixes index segments: " + sources);
    }
    int first = fragments.indexOf(sources.get(0));
    if (fragments.indexOf(sources.get(sources.size() - 1)) - first != sources.size() - 1) {
      throw new IllegalStateException("A compaction's fragments are no neighbours: " + sources);
    }
    long rows = sources.stream().mapToLong(FragmentShape::liveRows).sum();
    fragments.removeAll(sources);
    // Filter indexes are extended first where they tell the sources apart.
    coverColumns(nextFragment + 1);
    fragments.add(first, fragment(rows, sources.get(0).segment()));
    return done(rows);
  }

  private StepOutcome build(int known) {
    tuned = null;
    fragments.replaceAll(fragment -> covered(fragment, FragmentShape.UNINDEXED));
    long rows = shape().liveRows();
    segments.clear();
    segments.add(rows);
    cover(fragment -> fragment.id() < known, 0);
    segments.set(0, rows - shape().tailRows());
    return done(segments.get(0));
  }

  private StepOutcome extend(int known) {
    coverColumns(known);
    long before = shape().tailRows();
    cover(fragment -> fragment.id() < known && !fragment.indexed(), segments.size());
    segments.add(before);
    long rows = before - shape().tailRows();
    segments.set(segments.size() - 1, rows);
    return done(rows);
  }

  private void coverColumns(int from) {
    columns.replaceAll((column, before) -> column.use() == ColumnIndex.Use.FILTER ? from : before);
  }

  private StepOutcome merge(int count) {
    int first = segments.size() - count;
    if (first < 1) {
      throw new IllegalStateException("A merge includes the base: " + count + " of " + segments);
    }
    cover(fragment -> fragment.segment() >= first, first);
    List<Long> newest = segments.subList(first, segments.size());
    long rows = newest.stream().mapToLong(Long::longValue).sum();
    newest.clear();
    segments.add(rows);
    return done(rows);
  }

  private StepOutcome tune(MaintenanceStep.TuneSearch step) {
    long expected = (long) step.queries() * step.k();
    tuned =
        new TunedSearch(
            SearchParameters.DEFAULT,
            new RecallEstimate(expected, expected, step.k(), now),
            step.recallTarget());
    return done(0);
  }

  private StepOutcome removeVersions(Instant before) {
    long removed = 0;
    while (versions.size() > 1 && versions.getFirst().isBefore(before)) {
      versions.removeFirst();
      removed++;
    }
    return done(removed);
  }

  private void cover(Predicate<FragmentShape> which, int segment) {
    fragments.replaceAll(fragment -> which.test(fragment) ? covered(fragment, segment) : fragment);
  }

  private static FragmentShape covered(FragmentShape fragment, int segment) {
    return new FragmentShape(
        fragment.id(), fragment.rows(), fragment.deletedRows(), fragment.bytes(), segment);
  }

  private StepOutcome done(long rows) {
    commit();
    return new StepOutcome.Done(version, rows, 0, 0, Duration.ZERO);
  }
}
