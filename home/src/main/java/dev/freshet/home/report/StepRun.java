package dev.freshet.home.report;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.freshet.core.maintenance.MaintenanceRun;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A step of maintenance that was run, as answers name it. In JSON the fields of the effort and the
 * versions stand beside the others, not below a name of their own.
 *
 * @param step kind of step
 * @param reason why it was due
 * @param startedAt when it began
 * @param result {@code done}, {@code nothing}: the table had changed, {@code conflict}: a writer
 *     came first, {@code failed}, or {@code abandoned}: the process ended within it
 * @param effort what it took and changed
 * @param versions of the vector table
 * @param error the message if it failed
 */
public record StepRun(
    String step,
    String reason,
    Instant startedAt,
    String result,
    @JsonUnwrapped Effort effort,
    @JsonUnwrapped Versions versions,
    @Nullable String error) {

  /**
   * What a run took and changed.
   *
   * @param tookMs how long, waiting for the lease included
   * @param leaseWaitMs time of it spent waiting for the lease
   * @param rows rows written or indexed, or versions removed
   * @param reclaimedBytes bytes given back to storage
   * @param conflicts commits that lost to a writer
   */
  public record Effort(
      long tookMs, long leaseWaitMs, long rows, long reclaimedBytes, int conflicts) {}

  /**
   * Versions of the vector table.
   *
   * @param versionBefore table version it was planned for
   * @param versionAfter table version afterwards
   */
  public record Versions(long versionBefore, long versionAfter) {}

  /** A run as answers name it. */
  public static StepRun of(MaintenanceRun run) {
    MaintenanceRun.Figures figures = run.figures();
    return new StepRun(
        run.step().kind().label(),
        run.reason(),
        run.started(),
        run.result().name().toLowerCase(Locale.ROOT),
        new Effort(
            run.took().toMillis(),
            figures.leaseWait().toMillis(),
            figures.rows(),
            figures.reclaimedBytes(),
            figures.conflicts()),
        new Versions(run.versionBefore(), run.versionAfter()),
        run.error());
  }

  /** How long it took in milliseconds, waiting for the lease included. */
  public long tookMs() {
    return effort.tookMs();
  }
}
