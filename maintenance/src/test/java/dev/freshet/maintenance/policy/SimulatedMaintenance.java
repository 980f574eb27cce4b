package dev.freshet.maintenance.policy;

import dev.freshet.core.config.value.IndexType;
import dev.freshet.core.maintenance.ColumnIndex;
import dev.freshet.core.maintenance.IndexGoals;
import dev.freshet.core.maintenance.MaintenanceRun;
import dev.freshet.core.maintenance.PlannedStep;
import dev.freshet.core.maintenance.StepKind;
import dev.freshet.core.maintenance.TableShape;
import dev.freshet.maintenance.calibration.Calibration;
import dev.freshet.maintenance.calibration.StepHistory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Runs the policy on a {@link SimulatedTable} the way a maintenance process does. */
final class SimulatedMaintenance {

  private static final Duration TICK = Duration.ofSeconds(2);

  private static final Set<StepKind> COMPACTIONS =
      Set.of(StepKind.COMPACT_TAIL, StepKind.COMPACT_FRAGMENTS, StepKind.REWRITE_FRAGMENT);

  private static final IndexGoals GOALS =
      new IndexGoals(
          IndexType.IVF_HNSW_SQ, List.of(ColumnIndex.fullText(), ColumnIndex.filter("tenant")));

  private final MaintenancePolicy policy =
      new MaintenancePolicy(MaintenanceTargets.defaults().with(GOALS));
  private final SimulatedTable table;
  private final Predicate<StepKind> broken;
  private final List<MaintenanceRun> runs = new ArrayList<>();
  private Calibration calibration = Calibration.defaults();
  private StepHistory history = StepHistory.empty();
  private @Nullable TableShape before;

  /**
   * Maintenance of a table.
   *
   * @param broken kinds of steps that fail whenever they are run
   */
  SimulatedMaintenance(SimulatedTable table, Predicate<StepKind> broken) {
    this.table = table;
    this.broken = broken;
  }

  /** Maintains the table for a time; {@code watcher} gets its shape at every tick. */
  void maintain(Duration time, Consumer<TableShape> watcher) {
    Instant until = table.now().plus(time);
    while (table.now().isBefore(until)) {
      TableShape shape = table.shape();
      if (before != null) {
        calibration = calibration.withWrites(before, shape);
      }
      watcher.accept(shape);
      List<PlannedStep> plan = plan();
      plan.forEach(this::run);
      before =
          plan.stream().anyMatch(planned -> COMPACTIONS.contains(planned.step().kind()))
              ? table.shape()
              : shape;
      table.pass(TICK);
    }
  }

  List<PlannedStep> plan() {
    return policy.plan(table.shape(), calibration, null, history, table.now());
  }

  private void run(PlannedStep planned) {
    Instant started = table.now();
    long version = table.shape().version();
    MaintenanceRun run;
    if (broken.test(planned.step().kind())) {
      table.pass(Duration.ofMillis(50));
      run =
          MaintenanceRun.failed(
              planned, started, Duration.between(started, table.now()), version, "broken");
    } else {
      var outcome = table.run(planned.step());
      run =
          MaintenanceRun.ended(
              planned, started, Duration.between(started, table.now()), version, outcome);
    }
    runs.add(run);
    history = history.with(run);
    calibration = calibration.with(history);
  }

  Calibration calibration() {
    return calibration;
  }

  List<MaintenanceRun> runs() {
    return List.copyOf(runs);
  }

  List<MaintenanceRun> runs(StepKind kind) {
    return runs.stream().filter(run -> run.step().kind() == kind).toList();
  }
}
