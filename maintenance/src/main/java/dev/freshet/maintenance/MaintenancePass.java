package dev.freshet.maintenance;

import dev.freshet.core.error.FreshetException;
import dev.freshet.core.maintenance.MaintenanceRun;
import dev.freshet.core.maintenance.MaintenanceStep;
import dev.freshet.core.maintenance.Measured;
import dev.freshet.core.maintenance.PlannedStep;
import dev.freshet.core.maintenance.Probe;
import dev.freshet.core.maintenance.RunResult;
import dev.freshet.core.maintenance.StepOutcome;
import dev.freshet.core.maintenance.TableMaintainer;
import dev.freshet.core.maintenance.TableShape;
import dev.freshet.maintenance.layer.LayerCare;
import dev.freshet.maintenance.policy.MaintenancePolicy;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Observes the table, plans, and runs the whole plan in order; after a step that fails the next one
 * runs. Not thread-safe.
 */
final class MaintenancePass {

  private static final Logger LOGGER = LoggerFactory.getLogger(MaintenancePass.class);

  /** Work hangs after this time and twenty times the time it is expected to take. */
  private static final Duration HANGS_AFTER = Duration.ofMinutes(15);

  private static final int HANGS_AFTER_TIMES = 20;

  private static final Map<RunResult, String> ENDED =
      Map.of(
          RunResult.DONE, "maintenance step done",
          RunResult.NOTHING, "maintenance step found nothing to do",
          RunResult.CONFLICT, "maintenance step lost to a writer",
          RunResult.FAILED, "maintenance step ended with an error",
          RunResult.ABANDONED, "maintenance step was abandoned");

  private final MaintenancePolicy policy;
  private final LayerCare layers;
  private final MaintenanceMemory memory;
  private final PassObserver observer;
  private final Watchdog watchdog;
  private final BooleanSupplier stopped;
  private final InstantSource clock;

  MaintenancePass(
      MaintenancePolicy policy,
      LayerCare layers,
      MaintenanceMemory memory,
      PassObserver observer,
      Watchdog watchdog,
      BooleanSupplier stopped,
      InstantSource clock) {
    this.policy = policy;
    this.layers = layers;
    this.memory = memory;
    this.observer = observer;
    this.watchdog = watchdog;
    this.stopped = stopped;
    this.clock = clock;
  }

  /** Is told of a pass while it runs. */
  interface PassObserver extends MaintenanceListener {

    /** The table was observed. */
    void observed(TableShape shape);

    /**
     * A step begins.
     *
     * @param what kind of step
     */
    void begins(String what);
  }

  /**
   * Passes once over the table; ends between two steps when it is told to stop.
   *
   * @throws FreshetException if the table cannot be observed, or the next step cannot be noted
   */
  PassResult run(TableMaintainer table) {
    TableShape shape = observe(table);
    if (memory.lastProbe().isEmpty()) {
      // The first plan should not be based on figures of another machine.
      probeIfDue(table, shape);
    }
    List<PlannedStep> plan =
        new ArrayList<>(
            policy.plan(
                shape, memory.calibration(), memory.recall(), memory.history(), clock.instant()));
    plan.addAll(layers.planIfDue(memory.history()));
    List<MaintenanceRun> runs = new ArrayList<>();
    for (PlannedStep planned : plan) {
      if (!stopped.getAsBoolean()) {
        boolean ofLayer = planned.step().kind().ofLayer();
        runs.add(
            ofLayer
                ? run(layers, planned, layers.version(planned.step()))
                : run(table::run, planned, shape.version()));
      }
    }
    if (!stopped.getAsBoolean()) {
      probeIfDue(table, runs.isEmpty() ? shape : observe(table));
    }
    return new PassResult(shape, plan, runs);
  }

  private TableShape observe(TableMaintainer table) {
    TableShape shape = table.observe();
    memory.observed(shape);
    observer.observed(shape);
    return shape;
  }

  private MaintenanceRun run(
      Function<MaintenanceStep, StepOutcome> table, PlannedStep planned, long version) {
    Instant started = clock.instant();
    memory.begin(planned, started, version);
    observer.begins(planned.step().kind().label());
    MaintenanceRun run;
    try (Watchdog.Watched watched = watch(planned.step())) {
      StepOutcome outcome = table.apply(planned.step());
      run = MaintenanceRun.ended(planned, started, since(started), version, outcome);
    } catch (RuntimeException e) {
      run = MaintenanceRun.failed(planned, started, since(started), version, message(e));
      LOGGER
          .atWarn()
          .addKeyValue("step", planned.step().kind().label())
          .addKeyValue("failures", memory.history().failures(planned.step()) + 1)
          .setCause(e)
          .log("maintenance step failed, it will be tried again");
    }
    memory.end(run);
    log(run);
    observer.ran(run);
    return run;
  }

  private Watchdog.Watched watch(MaintenanceStep step) {
    Duration expected = memory.calibration().cost(step.kind()).expected(step.rows());
    return watchdog.watch(
        step.kind().label(), HANGS_AFTER.plus(expected.multipliedBy(HANGS_AFTER_TIMES)));
  }

  private static void log(MaintenanceRun run) {
    LoggingEventBuilder ended =
        LOGGER
            .atInfo()
            .addKeyValue("step", run.step().kind().label())
            .addKeyValue("durationMs", run.took().toMillis())
            .addKeyValue("rows", run.figures().rows());
    if (run.step().kind().ofLayer()) {
      ended =
          ended
              .addKeyValue("table", run.step().subject())
              .addKeyValue("deltaVersion", run.versionAfter());
    } else {
      ended = ended.addKeyValue("lanceVersion", run.versionAfter());
    }
    ended.log(ENDED.get(run.result()));
  }

  /** A probe that fails changes nothing: the figures measured before stay. */
  private void probeIfDue(TableMaintainer table, TableShape shape) {
    Instant started = clock.instant();
    ProbeSchedule.due(shape, memory.lastProbe(), memory.history(), started)
        .ifPresent(probe -> measure(table, probe, started));
  }

  private void measure(TableMaintainer table, Probe probe, Instant started) {
    observer.begins("probe");
    memory.probed(started, Duration.ZERO);
    Measured measured;
    try (Watchdog.Watched watched = watchdog.watch("probe", HANGS_AFTER)) {
      measured = table.measure(probe);
    } catch (FreshetException e) {
      LOGGER.atWarn().addKeyValue("error", e.getMessage()).log("search could not be measured");
      memory.probed(clock.instant(), since(started));
      return;
    }
    memory.measured(measured, clock.instant(), since(started));
  }

  private Duration since(Instant started) {
    Duration took = Duration.between(started, clock.instant());
    return took.isNegative() ? Duration.ZERO : took;
  }

  private static String message(RuntimeException e) {
    return e instanceof FreshetException ? Objects.toString(e.getMessage()) : e.toString();
  }
}
