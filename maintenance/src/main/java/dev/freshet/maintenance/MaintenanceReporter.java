package dev.freshet.maintenance;

import dev.freshet.core.error.FreshetException;
import dev.freshet.core.maintenance.MaintenanceRun;
import dev.freshet.core.maintenance.RunResult;
import dev.freshet.core.maintenance.StepKind;
import dev.freshet.core.maintenance.TableShape;
import dev.freshet.home.report.JsonFile;
import dev.freshet.home.report.MaintenanceReport;
import dev.freshet.home.report.Percentiles;
import dev.freshet.home.report.ProcessIdentity;
import dev.freshet.maintenance.policy.StepHistory;
import java.io.IOException;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells what a maintenance process does in its report, and a listener beside. Not thread-safe. */
final class MaintenanceReporter implements MaintenancePass.PassObserver, MaintenanceLoop.Turns {

  private static final Logger LOGGER = LoggerFactory.getLogger(MaintenanceReporter.class);

  private final JsonFile<MaintenanceReport> file;
  private final MaintenanceMemory memory;
  private final RunRecorder recorder;
  private final MaintenanceListener listener;
  private final InstantSource clock;
  private MaintenanceReport.State state = MaintenanceReport.State.WATCHING;
  private @Nullable String doing;
  private MaintenanceReport.@Nullable Table table;
  private boolean writable = true;

  MaintenanceReporter(
      JsonFile<MaintenanceReport> file,
      MaintenanceMemory memory,
      RunRecorder recorder,
      MaintenanceListener listener,
      InstantSource clock) {
    this.file = file;
    this.memory = memory;
    this.recorder = recorder;
    this.listener = listener;
    this.clock = clock;
  }

  @Override
  public void observed(TableShape shape) {
    table = MaintenanceReport.Table.of(shape);
    tell(MaintenanceReport.State.WATCHING, null);
  }

  @Override
  public void begins(String what) {
    tell(MaintenanceReport.State.WORKING, what);
  }

  @Override
  public void ran(MaintenanceRun run) {
    tell(MaintenanceReport.State.WATCHING, null);
    listener.ran(run);
  }

  @Override
  public void passed(PassResult result) {
    tell(MaintenanceReport.State.WATCHING, null);
    recorder.recordIfDue();
  }

  @Override
  public void waits(FreshetException why) {
    String message = Objects.toString(why.getMessage());
    boolean told = state == MaintenanceReport.State.WAITING && message.equals(doing);
    tell(MaintenanceReport.State.WAITING, message);
    if (!told) {
      LOGGER.atWarn().addKeyValue("error", message).log("maintenance waits");
      listener.waits(message);
    }
  }

  void stopped() {
    tell(MaintenanceReport.State.STOPPED, null);
  }

  private void tell(MaintenanceReport.State newState, @Nullable String what) {
    state = newState;
    doing = what;
    try {
      file.write(report());
      writable = true;
    } catch (IOException e) {
      if (writable) {
        LOGGER.atWarn().setCause(e).log("maintenance cannot tell its state, it goes on");
      }
      writable = false;
    }
  }

  private MaintenanceReport report() {
    RunLog runs = memory.runs();
    StepHistory history = runs.history();
    Map<StepKind, MaintenanceReport.Step> steps = new EnumMap<>(StepKind.class);
    runs.totals()
        .forEach(
            (kind, totals) ->
                steps.put(kind, new MaintenanceReport.Step(totals, runtime(history, kind))));
    return new MaintenanceReport(
        ProcessIdentity.current(),
        state,
        clock.instant(),
        doing,
        table,
        memory.recall(),
        steps,
        runs.newest(MaintenanceReport.NEWEST_RUNS));
  }

  private static Percentiles runtime(StepHistory history, StepKind kind) {
    double[] millis =
        history.runs(kind).stream()
            .filter(run -> run.result() == RunResult.DONE)
            .mapToDouble(run -> run.took().toNanos() / 1e6)
            .sorted()
            .toArray();
    return new Percentiles(millis.length, at(millis, 0.5), at(millis, 0.95), at(millis, 0.99));
  }

  private static double at(double[] sorted, double share) {
    return sorted.length == 0 ? 0 : sorted[(int) Math.ceil(share * sorted.length) - 1];
  }
}
