package dev.freshet.bench.maintenance;

import dev.freshet.bench.rig.Notes;
import dev.freshet.bench.rig.PipelineProcess;
import dev.freshet.bench.rig.Scenario;
import dev.freshet.core.Quantile;
import dev.freshet.core.maintenance.FragmentShape;
import dev.freshet.core.maintenance.MaintenanceStep;
import dev.freshet.core.maintenance.StepOutcome;
import dev.freshet.core.maintenance.TableMaintainer;
import dev.freshet.core.maintenance.TableShape;
import dev.freshet.lance.LanceVectorTable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;

/**
 * What a cycle of maintenance costs, by size of tail and size of table: rows drawn at random are
 * rewritten, the tail is compacted and indexed, the new segments are merged and their fragments
 * written as one. Beside it the one step that reads the whole table.
 */
public final class OptimizeCostScenario implements Scenario {

  private static final List<Integer> TABLES = List.of(10_000, 100_000, 500_000);
  private static final List<Integer> TAILS = List.of(1_000, 10_000);
  private static final int ROUNDS = 4;
  private static final int ROWS_PER_BATCH = 200;

  /**
   * Medians for one table and tail, in milliseconds.
   *
   * @param rows of the table
   * @param tail rows rewritten before each cycle
   * @param compactTail small fragments of the tail as one
   * @param extendIndex one more index segment over it
   * @param mergeSegments the segments of all cycles as one, by cycle
   * @param compactFragments the fragments of all cycles as one, by cycle
   */
  record Cycle(
      int rows,
      int tail,
      double compactTail,
      double extendIndex,
      double mergeSegments,
      double compactFragments) {

    double total() {
      return compactTail + extendIndex + mergeSegments + compactFragments;
    }
  }

  /** What a table gave; building its index reads all of it. */
  record Table(int rows, double buildMs, List<Cycle> cycles) {}

  @Override
  public Object measure(Path root) throws Exception {
    List<Table> tables = new ArrayList<>();
    System.out.println(
        "   rows    tail  compact-tail  extend-index  merge-segments  compact-fragments  cycle");
    try (Notes notes = Notes.open(root)) {
      for (int rows : TABLES) {
        tables.add(measure(root, notes, rows));
      }
    }
    return tables;
  }

  private static Table measure(Path root, Notes notes, int rows) throws Exception {
    try (PipelineProcess home = PipelineProcess.create(root);
        TableFeed feed = new TableFeed(home.config(), notes)) {
      feed.load(0, rows, (keys, written) -> {});
      try (TableMaintainer maintainer =
          LanceVectorTable.openMaintainer(home.config().layout().vectorTable(), "bench")) {
        Steps steps = new Steps(maintainer);
        double build = steps.run(new MaintenanceStep.BuildIndex(rows));
        List<Cycle> cycles = new ArrayList<>();
        for (int tail : TAILS) {
          Cycle cycle = cycles(feed, steps, rows, tail);
          cycles.add(cycle);
          print(cycle);
        }
        System.out.printf(Locale.ROOT, "%,9d rows: building the index %,.0f ms%n", rows, build);
        return new Table(rows, build, cycles);
      }
    }
  }

  private static Cycle cycles(TableFeed feed, Steps steps, int rows, int tail) {
    Random random = new Random(tail);
    List<Double> compacted = new ArrayList<>();
    List<Double> extended = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      for (int written = 0; written < tail; written += ROWS_PER_BATCH) {
        Set<Integer> keys = new LinkedHashSet<>();
        while (keys.size() < ROWS_PER_BATCH) {
          keys.add(random.nextInt(rows));
        }
        feed.write(List.copyOf(keys), List.of());
      }
      TableShape shape = steps.shape();
      compacted.add(
          steps.run(new MaintenanceStep.CompactTail(ids(shape.tail()), shape.tailRows())));
      extended.add(steps.run(new MaintenanceStep.ExtendIndex(steps.shape().tailRows())));
    }
    int deltas = steps.shape().deltaSegments();
    double merged = steps.run(new MaintenanceStep.MergeSegments(deltas, (long) tail * ROUNDS));
    TableShape shape = steps.shape();
    List<FragmentShape> young =
        shape.fragments().stream().filter(fragment -> fragment.segment() == 1).toList();
    double rewritten =
        steps.run(new MaintenanceStep.CompactFragments(ids(young), shape.coveredRows(1)));
    return new Cycle(
        rows,
        tail,
        Quantile.median(compacted),
        Quantile.median(extended),
        merged / ROUNDS,
        rewritten / ROUNDS);
  }

  private static List<Integer> ids(List<FragmentShape> fragments) {
    return fragments.stream().map(FragmentShape::id).toList();
  }

  private static void print(Cycle cycle) {
    System.out.printf(
        Locale.ROOT,
        "%,9d %,7d %,10.0f ms %,10.0f ms %,12.0f ms %,15.0f ms %,6.0f ms%n",
        cycle.rows(),
        cycle.tail(),
        cycle.compactTail(),
        cycle.extendIndex(),
        cycle.mergeSegments(),
        cycle.compactFragments(),
        cycle.total());
  }

  /** Takes steps and times them. */
  private record Steps(TableMaintainer maintainer) {

    TableShape shape() {
      return maintainer.observe();
    }

    double run(MaintenanceStep step) {
      long started = System.nanoTime();
      StepOutcome outcome = maintainer.run(step);
      double millis = (System.nanoTime() - started) / 1e6;
      if (!(outcome instanceof StepOutcome.Done)) {
        throw new IllegalStateException("Not done: " + step.kind().label() + ": " + outcome);
      }
      return millis;
    }
  }
}
