package dev.freshet.core.maintenance;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One run of one step: a row of the history table, and what the metrics are made of.
 *
 * @param step what was to be done
 * @param reason why it was planned
 * @param started when it began
 * @param took how long, waiting for the lease included
 * @param result how it ended
 * @param versionBefore table version it was planned for
 * @param versionAfter table version afterwards; {@code versionBefore} if it is not known
 * @param figures what it did; all zero unless it was done
 * @param error the message if it failed, otherwise null
 */
public record MaintenanceRun(
    MaintenanceStep step,
    String reason,
    Instant started,
    Duration took,
    RunResult result,
    long versionBefore,
    long versionAfter,
    Figures figures,
    @Nullable String error) {

  /**
   * What a run did and met.
   *
   * @param rows rows written or indexed, or versions removed; 0 for {@link StepKind#TUNE_SEARCH}
   * @param reclaimedBytes bytes given back to storage
   * @param conflicts commits that lost to a writer
   * @param leaseWait time spent waiting for the lease
   */
  public record Figures(long rows, long reclaimedBytes, int conflicts, Duration leaseWait) {

    /** Of a run that did nothing. */
    public static final Figures NONE = new Figures(0, 0, 0, Duration.ZERO);
  }

  /** The run of {@code planned} on {@code versionBefore} that ended without an error. */
  public static MaintenanceRun ended(
      PlannedStep planned,
      Instant started,
      Duration took,
      long versionBefore,
      StepOutcome outcome) {
    Figures figures = new Figures(0, 0, outcome.conflicts(), outcome.leaseWait());
    RunResult result = RunResult.CONFLICT;
    if (outcome instanceof StepOutcome.Done done) {
      figures = new Figures(done.rows(), done.reclaimedBytes(), done.conflicts(), done.leaseWait());
      result = RunResult.DONE;
    } else if (outcome instanceof StepOutcome.Nothing) {
      result = RunResult.NOTHING;
    }
    return new MaintenanceRun(
        planned.step(),
        planned.reason(),
        started,
        took,
        result,
        versionBefore,
        outcome.version(),
        figures,
        null);
  }

  /** The run of {@code planned} on {@code versionBefore} that raised an error. */
  public static MaintenanceRun failed(
      PlannedStep planned, Instant started, Duration took, long versionBefore, String error) {
    return broken(planned, started, took, versionBefore, RunResult.FAILED, error);
  }

  /**
   * The run of {@code planned} on {@code versionBefore} that an earlier process began and did not
   * live to end. How long it took is not known.
   */
  public static MaintenanceRun abandoned(PlannedStep planned, Instant started, long versionBefore) {
    return broken(
        planned,
        started,
        Duration.ZERO,
        versionBefore,
        RunResult.ABANDONED,
        "The process ended within the step");
  }

  private static MaintenanceRun broken(
      PlannedStep planned,
      Instant started,
      Duration took,
      long versionBefore,
      RunResult result,
      String error) {
    return new MaintenanceRun(
        planned.step(),
        planned.reason(),
        started,
        took,
        result,
        versionBefore,
        versionBefore,
        Figures.NONE,
        error);
  }

  /** When it ended. */
  public Instant ended() {
    return started.plus(took);
  }
}
