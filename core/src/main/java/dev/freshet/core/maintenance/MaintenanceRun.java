package dev.freshet.core.maintenance;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One run of one step: a row of the history table, and the source of the metrics.
 *
 * @param planned what was to be done, and why
 * @param started when it began
 * @param took how long, waiting for the lease included
 * @param versionBefore table version it was planned for
 * @param ending how it ended
 */
public record MaintenanceRun(
    PlannedStep planned, Instant started, Duration took, long versionBefore, Ending ending) {

  /**
   * How a run ended.
   *
   * @param result how it ended
   * @param version table version afterwards; that before the run if it is not known
   * @param figures what it did; all zero unless it was done
   * @param error the message if it failed, otherwise null
   */
  public record Ending(RunResult result, long version, Figures figures, @Nullable String error) {

    static Ending of(StepOutcome outcome) {
      Figures figures = new Figures(0, 0, outcome.conflicts(), outcome.leaseWait());
      RunResult result = RunResult.CONFLICT;
      if (outcome instanceof StepOutcome.Done done) {
        figures =
            new Figures(done.rows(), done.reclaimedBytes(), done.conflicts(), done.leaseWait());
        result = RunResult.DONE;
      } else if (outcome instanceof StepOutcome.Nothing) {
        result = RunResult.NOTHING;
      }
      return new Ending(result, outcome.version(), figures, null);
    }
  }

  /**
   * What a run did, and what delayed it.
   *
   * @param rows rows written or indexed, or versions removed; 0 for {@link StepKind#TUNE_SEARCH}
   * @param reclaimedBytes bytes given back to storage
   * @param conflicts commits that lost to a writer
   * @param leaseWait time spent waiting for the lease
   */
  public record Figures(long rows, long reclaimedBytes, int conflicts, Duration leaseWait) {

    /** The figures of a run that did nothing. */
    static final Figures NONE = new Figures(0, 0, 0, Duration.ZERO);
  }

  /** The run of {@code planned} on {@code versionBefore} that ended without an error. */
  public static MaintenanceRun ended(
      PlannedStep planned,
      Instant started,
      Duration took,
      long versionBefore,
      StepOutcome outcome) {
    return new MaintenanceRun(planned, started, took, versionBefore, Ending.of(outcome));
  }

  /** The run of {@code planned} on {@code versionBefore} that raised an error. */
  public static MaintenanceRun failed(
      PlannedStep planned, Instant started, Duration took, long versionBefore, String error) {
    return new MaintenanceRun(
        planned,
        started,
        took,
        versionBefore,
        new Ending(RunResult.FAILED, versionBefore, Figures.NONE, error));
  }

  /**
   * The run of {@code planned} on {@code versionBefore} that an earlier process began and did not
   * finish before it died. How long it took is not known.
   */
  public static MaintenanceRun abandoned(PlannedStep planned, Instant started, long versionBefore) {
    return new MaintenanceRun(
        planned,
        started,
        Duration.ZERO,
        versionBefore,
        new Ending(
            RunResult.ABANDONED, versionBefore, Figures.NONE, "The process ended within the step"));
  }

  /** What was to be done. */
  public MaintenanceStep step() {
    return planned.step();
  }

  /** Why it was planned. */
  public String reason() {
    return planned.reason();
  }

  /** How it ended. */
  public RunResult result() {
    return ending.result();
  }

  /** Table version afterwards; {@code versionBefore} if it is not known. */
  public long versionAfter() {
    return ending.version();
  }

  /** What it did; all zero unless it was done. */
  public Figures figures() {
    return ending.figures();
  }

  /** The message if it failed, otherwise null. */
  public @Nullable String error() {
    return ending.error();
  }

  /** When it ended. */
  public Instant ended() {
    return started.plus(took);
  }
}
