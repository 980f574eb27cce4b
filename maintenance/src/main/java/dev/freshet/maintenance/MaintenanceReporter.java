package dev.freshet.maintenance;

import dev.freshet.core.Quantile;
import dev.freshet.core.error.FreshetException;
import dev.freshet.core.maintenance.MaintenanceRun;
import dev.freshet.core.maintenance.RunResult;
import dev.freshet.core.maintenance.StepKind;
import dev.freshet.core.maintenance.TableShape;
import dev.freshet.home.content.ContentState;
import dev.freshet.home.report.JsonFile;
import dev.freshet.home.report.MaintenanceReport;
import dev.freshet.home.report.Percentiles;
import dev.freshet.home.report.ProcessIdentity;
import dev.freshet.maintenance.calibration.StepHistory;
import java.io.IOException;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes the report of a maintenance process, and passes it on to a listener. Not thread-safe. */
final class MaintenanceReporter implements MaintenancePass.PassObserver, MaintenanceLoop.Turns {

  private static final Logger LOGGER = LoggerFactory.getLogger(MaintenanceReporter.class);

  private final JsonFile<MaintenanceReport> file;
  private final MaintenanceMemory memory;
  private final RunRecorder recorder;
  private final Supplier<ContentState> content;
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
      Supplier<ContentState> content,
      MaintenanceListener listener,
      InstantSource clock) {
    this.file = file;
    this.memory = memory;
    this.recorder = recorder;
    this.content = content;
    this.listener = listener;
    this.clock = clock;
  }

  @Override
  public void observed(TableShape shape) {
    table = MaintenanceReport.Table.of(shape);
    report(MaintenanceReport.State.WATCHING, null);
  }

  @Override
  public void begins(String what) {
    report(MaintenanceReport.State.WORKING, what);
  }

  @Override
  public void ran(MaintenanceRun run) {
    report(MaintenanceReport.State.WATCHING, null);
    listener.ran(run);
  }

  @Override
  public void passed(PassResult result) {
    report(MaintenanceReport.State.WATCHING, null);
    recorder.recordIfDue();
  }

  @Override
  public void waits(FreshetException why) {
    String message = Objects.toString(why.getMessage());
    boolean known = state == MaintenanceReport.State.WAITING && message.equals(doing);
    report(MaintenanceReport.State.WAITING, message);
    if (!known) {
      LOGGER.atWarn().addKeyValue("error", message).log("maintenance waits");
      listener.waits(message);
    }
  }

  void stopped() {
    report(MaintenanceReport.State.STOPPED, null);
  }

  private void report(MaintenanceReport.State newState, @Nullable String what) {
    state = newState;
    doing = what;
    try {
      file.writeReport(newest());
      writable = true;
    } catch (IOException e) {
      if (writable) {
        LOGGER.atWarn().setCause(e).log("maintenance cannot write its report, it continues");
      }
      writable = false;
    }
  }

  private MaintenanceReport newest() {
    RunLog runs = memory.runs();
    StepHistory history = runs.history();
    Map<StepKind, MaintenanceReport.Step> steps = new EnumMap<>(StepKind.class);
    runs.totals()
        .forEach(
            (kind, totals) ->
                steps.put(kind, new MaintenanceReport.Step(totals, runtime(history, kind))));
    return new MaintenanceReport(
        new MaintenanceReport.Work(ProcessIdentity.current(), state, clock.instant(), doing),
        table,
        memory.recall(),
        steps,
        runs.newest(MaintenanceReport.NEWEST_RUNS),
        content.get());
  }

  private static Percentiles runtime(StepHistory history, StepKind kind) {
    List<Double> millis =
        history.runs(kind).stream()
            .filter(run -> run.result() == RunResult.DONE)
            .map(run -> run.took().toNanos() / 1e6)
            .toList();
    return millis.isEmpty()
        ? Percentiles.NONE
        : new Percentiles(
            millis.size(),
            Quantile.nearestRank(millis, 0.5),
            Quantile.nearestRank(millis, 0.95),
            Quantile.nearestRank(millis, 0.99));
  }
}
