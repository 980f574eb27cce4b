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
import dev.freshet.maintenance.policy.Calibration;
import dev.freshet.maintenance.policy.StepHistory;
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
 * What one maintenance process knows and the next one goes on with. Stored whole at the begin and
 * at the end of every step, so that a step within which the process died is known as such.
 *
 * <p>Losing the file costs what was learnt and nothing else. One that cannot be understood, damaged
 * or of a later version, is kept beside the one begun anew. Thread-safe; one process writes it.
 */
final class MaintenanceMemory {

  private static final Logger LOGGER = LoggerFactory.getLogger(MaintenanceMemory.class);

  /** Steps whose fragments would count as written. */
  private static final Set<StepKind> COMPACTIONS =
      EnumSet.of(StepKind.COMPACT_TAIL, StepKind.COMPACT_FRAGMENTS, StepKind.REWRITE_FRAGMENT);

  private final JsonFile<LearntFacts> file;
  private LearntFacts memory;

  private MaintenanceMemory(JsonFile<LearntFacts> file, LearntFacts memory) {
    this.file = file;
    this.memory = memory;
  }

  /**
   * Opens what an earlier process left and notes the step it did not live to end.
   *
   * @param recorded asked where to number on if there is nothing
   */
  static MaintenanceMemory open(Path path, LongSupplier recorded) {
    JsonFile<LearntFacts> file = file(path);
    LearntFacts memory =
        read(file, MaintenanceMemory::putAside)
            .orElseGet(
                () -> new LearntFacts(RunLog.after(recorded.getAsLong()), Findings.NONE, null));
    MaintenanceMemory opened = new MaintenanceMemory(file, memory);
    opened.noteAbandoned();
    return opened;
  }

  /** What can be seen of it beside the process that writes it. Never stored. */
  static MaintenanceMemory look(Path path) {
    JsonFile<LearntFacts> file = file(path);
    return new MaintenanceMemory(
        file,
        read(file, left -> {})
            .orElseGet(() -> new LearntFacts(RunLog.after(0), Findings.NONE, null)));
  }

  private static JsonFile<LearntFacts> file(Path path) {
    return new JsonFile<>(path, LearntFacts.class, StepJson.ANNOTATIONS);
  }

  /**
   * @param unreadable what to do with a file that cannot be understood
   */
  private static Optional<LearntFacts> read(JsonFile<LearntFacts> file, Consumer<Path> unreadable) {
    try {
      return file.read();
    } catch (IOException e) {
      LOGGER
          .atWarn()
          .addKeyValue("file", file.path())
          .addKeyValue("error", e.toString())
          .log("maintenance goes on without what it learnt, the file cannot be read");
      unreadable.accept(file.path());
      return Optional.empty();
    }
  }

  /** It may be of a later version, which can go on with it once it is put back. */
  private static void putAside(Path unreadable) {
    Path aside = unreadable.resolveSibling(unreadable.getFileName() + ".unreadable");
    try {
      Files.move(unreadable, aside, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      LOGGER.atWarn().addKeyValue("file", unreadable).setCause(e).log("file was not put aside");
    }
  }

  private synchronized void noteAbandoned() {
    Intent left = memory.intent();
    if (left == null) {
      return;
    }
    memory = memory.with((Intent) null).with(memory.findings().observedAnew(null));
    left.abandoned().ifPresent(run -> memory = memory.with(memory.runs().with(run)));
  }

  /**
   * Notes that a step is about to begin.
   *
   * @throws FreshetException with {@code STORE_UNAVAILABLE} if that cannot be stored: do not begin,
   *     for nobody would know should the process die of it
   */
  synchronized void begin(PlannedStep planned, Instant started, long version) {
    change(now -> now.with(new Intent(planned, started, version, false)));
  }

  /** Notes how the step that was begun ended. */
  synchronized void end(MaintenanceRun run) {
    change(
        now -> {
          LearntFacts ended = now.with((Intent) null).with(now.runs().with(run));
          return COMPACTIONS.contains(run.step().kind())
              ? ended.with(ended.findings().observedAnew(null))
              : ended;
        });
  }

  /** Notes that the process was asked to end: a step that it does not live to end is no failure. */
  synchronized void stopping() {
    Intent intent = memory.intent();
    if (intent != null) {
      change(now -> now.with(intent.stopping()));
    }
  }

  /** Learns of writes from one more observation. Stored with the next change. */
  synchronized void observed(TableShape shape) {
    memory = memory.with(memory.findings().observed(shape));
  }

  synchronized void measured(Measured measured, Instant ended, Duration took) {
    change(now -> now.with(now.findings().measured(measured, ended, took)));
  }

  /**
   * Notes that a probe was begun, or that it failed, so that the next one is not taken at once: not
   * even by a process that follows one which died of it.
   */
  synchronized void probed(Instant at, Duration took) {
    change(now -> now.with(now.findings().probed(at, took)));
  }

  synchronized void recordedThrough(long number) {
    change(now -> now.with(now.runs().recordedThrough(number)));
  }

  /** Stores what has changed since. */
  synchronized void store() {
    change(now -> now);
  }

  private void change(UnaryOperator<LearntFacts> change) {
    memory = change.apply(memory);
    try {
      file.write(memory);
    } catch (IOException e) {
      throw new FreshetException(
          ErrorCode.STORE_UNAVAILABLE,
          "Cannot write "
              + file.path()
              + ": "
              + e
              + ". Check space and permissions; maintenance goes on by itself.",
          e);
    }
  }

  synchronized RunLog runs() {
    return memory.runs();
  }

  synchronized StepHistory history() {
    return memory.runs().history();
  }

  synchronized Calibration calibration() {
    return memory.findings().calibration(history());
  }

  synchronized @Nullable RecallEstimate recall() {
    return memory.findings().recall();
  }

  synchronized Optional<Findings.ProbeRun> lastProbe() {
    return Optional.ofNullable(memory.findings().probe());
  }
}
