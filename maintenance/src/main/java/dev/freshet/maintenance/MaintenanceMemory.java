package dev.freshet.maintenance;

import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.FreshetException;
import dev.freshet.core.maintenance.MaintenanceRun;
import dev.freshet.core.maintenance.Measured;
import dev.freshet.core.maintenance.PlannedStep;
import dev.freshet.core.maintenance.RecallEstimate;
import dev.freshet.core.maintenance.StepKind;
import dev.freshet.core.maintenance.TableShape;
import dev.freshet.home.report.JsonFile;
import dev.freshet.home.report.StepJson;
import dev.freshet.maintenance.calibration.Calibration;
import dev.freshet.maintenance.calibration.StepHistory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a maintenance process knows, stored for the next one. The file is replaced at the start and
 * at the end of every step, so that the next process knows a step within which this one died.
 *
 * <p>Losing the file costs what was learnt and nothing else. A file that cannot be read, because it
 * is damaged or of a later version, is renamed and a new one is started. Thread-safe; one process
 * writes it.
 */
final class MaintenanceMemory {

  private static final Logger LOGGER = LoggerFactory.getLogger(MaintenanceMemory.class);

  /** Steps after which new fragments are not what a writer wrote. */
  private static final Set<StepKind> COMPACTIONS =
      EnumSet.of(StepKind.COMPACT_TAIL, StepKind.COMPACT_FRAGMENTS, StepKind.REWRITE_FRAGMENT);

  private final JsonFile<MaintenanceState> file;
  private MaintenanceState state;

  private MaintenanceMemory(JsonFile<MaintenanceState> file, MaintenanceState state) {
    this.file = file;
    this.state = state;
  }

  /**
   * Opens what an earlier process left, and notes the step within which that process died.
   *
   * @param recorded asked for the number of the newest recorded run if there is no file
   */
  static MaintenanceMemory open(Path path, LongSupplier recorded) {
    JsonFile<MaintenanceState> file = file(path);
    MaintenanceState state =
        read(file, MaintenanceMemory::keepAside)
            .orElseGet(
                () ->
                    new MaintenanceState(RunLog.after(recorded.getAsLong()), Findings.NONE, null));
    MaintenanceMemory opened = new MaintenanceMemory(file, state);
    opened.noteAbandoned();
    return opened;
  }

  /** A copy to read beside the process that writes the file. Must not be changed. */
  static MaintenanceMemory look(Path path) {
    JsonFile<MaintenanceState> file = file(path);
    return new MaintenanceMemory(
        file,
        read(file, left -> {})
            .orElseGet(() -> new MaintenanceState(RunLog.after(0), Findings.NONE, null)));
  }

  private static JsonFile<MaintenanceState> file(Path path) {
    return new JsonFile<>(path, MaintenanceState.class, StepJson.ANNOTATIONS);
  }

  /**
   * Reads the file; what was learnt is lost if that fails.
   *
   * @param unreadable is given a file that cannot be read
   */
  private static Optional<MaintenanceState> read(
      JsonFile<MaintenanceState> file, Consumer<Path> unreadable) {
    try {
      return file.read();
    } catch (IOException e) {
      LOGGER
          .atWarn()
          .addKeyValue("path", file.path())
          .addKeyValue("error", e.toString())
          .log("maintenance starts without what it learnt, the file cannot be read");
      unreadable.accept(file.path());
      return Optional.empty();
    }
  }

  /** Renames the file; it may be of a later version, which can read it once it is renamed back. */
  private static void keepAside(Path unreadable) {
    Path aside = unreadable.resolveSibling(unreadable.getFileName() + ".unreadable");
    try {
      Files.move(unreadable, aside, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      LOGGER
          .atWarn()
          .addKeyValue("path", unreadable)
          .setCause(e)
          .log("unreadable file was not renamed");
    }
  }

  private synchronized void noteAbandoned() {
    Intent left = state.intent();
    if (left == null) {
      return;
    }
    state = state.with((Intent) null).with(state.findings().forgettingShape());
    left.abandoned().ifPresent(run -> state = state.with(state.runs().with(run)));
  }

  /**
   * Notes that a step is about to begin.
   *
   * @throws FreshetException with {@code STORE_UNAVAILABLE} if that cannot be stored: do not begin,
   *     since no later process would know if this one died within the step
   */
  synchronized void begin(PlannedStep planned, Instant started, long version) {
    change(now -> now.with(new Intent(planned, started, version, false)));
  }

  /** Notes how the step that was begun ended. */
  synchronized void end(MaintenanceRun run) {
    change(
        now -> {
          MaintenanceState ended = now.with((Intent) null).with(now.runs().with(run));
          return COMPACTIONS.contains(run.step().kind())
              ? ended.with(ended.findings().forgettingShape())
              : ended;
        });
  }

  /** Notes that the process was asked to end: if it ends within a step, that is not a failure. */
  synchronized void stopping() {
    Intent intent = state.intent();
    if (intent != null) {
      change(now -> now.with(intent.stopping()));
    }
  }

  /** Learns the rate of writes from one more observation. Stored with the next change. */
  synchronized void observed(TableShape shape) {
    state = state.with(state.findings().observed(shape));
  }

  synchronized void measured(Measured measured, Instant ended, Duration took) {
    change(now -> now.with(now.findings().measured(measured, ended, took)));
  }

  /**
   * Notes that a probe was begun, or that it failed, so that the next one waits, even if this
   * process dies within the probe.
   */
  synchronized void probed(Instant at, Duration took) {
    change(now -> now.with(now.findings().probed(at, took)));
  }

  synchronized void recordedThrough(long number) {
    change(now -> now.with(now.runs().recordedThrough(number)));
  }

  /** Stores what has changed since the last time. */
  synchronized void store() {
    change(now -> now);
  }

  private void change(UnaryOperator<MaintenanceState> change) {
    state = change.apply(state);
    try {
      file.writeReport(state);
    } catch (IOException e) {
      throw new FreshetException(
          ErrorCode.STORE_UNAVAILABLE,
          "Cannot write "
              + file.path()
              + ": "
              + e
              + ". Check space and permissions; maintenance then continues by itself.",
          e);
    }
  }

  synchronized RunLog runs() {
    return state.runs();
  }

  synchronized StepHistory history() {
    return state.runs().history();
  }

  synchronized Calibration calibration() {
    return state.findings().calibration(history());
  }

  synchronized @Nullable RecallEstimate recall() {
    return state.findings().recall();
  }

  synchronized Optional<Findings.ProbeRun> lastProbe() {
    return Optional.ofNullable(state.findings().probe());
  }
}
