package dev.freshet.lance.maintain;

import dev.freshet.core.config.IndexConfig;
import dev.freshet.core.maintenance.ColumnIndex;
import dev.freshet.core.maintenance.IndexGoals;
import dev.freshet.core.maintenance.MaintenanceRun;
import dev.freshet.core.maintenance.MaintenanceStep;
import dev.freshet.core.maintenance.PlannedStep;
import dev.freshet.core.maintenance.RunResult;
import dev.freshet.core.maintenance.StepOutcome;
import dev.freshet.core.maintenance.TableMaintainer;
import dev.freshet.core.maintenance.TableShape;
import dev.freshet.lance.LanceVectorTable;
import dev.freshet.maintenance.calibration.Calibration;
import dev.freshet.maintenance.calibration.Figure;
import dev.freshet.maintenance.calibration.StepHistory;
import dev.freshet.maintenance.policy.MaintenancePolicy;
import dev.freshet.maintenance.policy.MaintenanceTargets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A process that maintains a table by the real policy until it is killed, and reports each step and
 * its result. It assumes expensive searches, so that a small table needs every kind of step.
 */
public final class KilledMaintainer {

  private static final Calibration EXPENSIVE_SEARCHES =
      new Calibration(
          cost(6),
          cost(3.8),
          cost(0.6),
          cost(0.3),
          Calibration.defaults().writes(),
          Calibration.defaults().costs());

  private static final MaintenanceTargets EAGER =
      new MaintenanceTargets(
          Duration.ofMillis(6),
          0.75,
          0.5,
          0.15,
          0.98,
          Duration.ofSeconds(2),
          new IndexGoals(
              IndexConfig.DEFAULT_TYPE,
              List.of(ColumnIndex.fullText(), ColumnIndex.filter("tenant"))));

  private static final int ROUND_OF_RETRAINING = 60;

  private final MaintenancePolicy policy = new MaintenancePolicy(EAGER);
  private final TableMaintainer maintainer;
  private StepHistory history = StepHistory.empty();

  private KilledMaintainer(TableMaintainer maintainer) {
    this.maintainer = maintainer;
  }

  public static void main(String[] arguments) {
    try (TableMaintainer maintainer =
        LanceVectorTable.openMaintainer(
            Path.of(arguments[0]), "process " + ProcessHandle.current().pid())) {
      KilledMaintainer loop = new KilledMaintainer(maintainer);
      for (int round = 1; ; round++) {
        loop.round().forEach(run -> System.out.println(line(run)));
        if (round == ROUND_OF_RETRAINING) {
          // The policy waits a quarter of an hour between two of them.
          maintainer.run(new MaintenanceStep.RetrainIndex(maintainer.observe().liveRows()));
        }
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
      }
    }
  }

  private static Figure cost(double millis) {
    return new Figure(millis, Optional.empty());
  }

  private static String line(MaintenanceRun run) {
    return run.step().kind().label() + " " + run.result();
  }

  /** Maintains until no step is due, for at most {@code roundsMax} plans. */
  public static TableShape settle(TableMaintainer maintainer, int roundsMax) {
    for (int round = 0; round < roundsMax; round++) {
      if (new KilledMaintainer(maintainer).round().isEmpty()) {
        return maintainer.observe();
      }
    }
    throw new AssertionError("Still not settled: " + maintainer.observe());
  }

  private List<MaintenanceRun> round() {
    TableShape shape = maintainer.observe();
    List<MaintenanceRun> runs = new ArrayList<>();
    for (PlannedStep planned :
        policy.plan(shape, EXPENSIVE_SEARCHES, null, history, Instant.now())) {
      Instant started = Instant.now();
      StepOutcome outcome = maintainer.run(planned.step());
      MaintenanceRun run =
          MaintenanceRun.ended(
              planned, started, Duration.between(started, Instant.now()), shape.version(), outcome);
      history = history.with(run);
      runs.add(run);
    }
    return runs.stream().filter(run -> run.result() != RunResult.NOTHING).toList();
  }
}
