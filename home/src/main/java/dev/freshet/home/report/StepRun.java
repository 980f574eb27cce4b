package dev.freshet.home.report;

import dev.freshet.core.maintenance.MaintenanceRun;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A step of maintenance that was run.
 *
 * @param step kind of step
 * @param reason why it was due
 * @param startedAt when it began
 * @param result {@code done}, {@code nothing}: the table had changed, {@code conflict}: a writer
 *     came first, {@code failed}, or {@code abandoned}: the process ended within it
 * @param tookMs how long, waiting for the lease included
 * @param leaseWaitMs time of it spent waiting for the lease
 * @param rows rows written or indexed, or versions removed
 * @param reclaimedBytes bytes given back to storage
 * @param conflicts commits that lost to a writer
 * @param versionBefore table version it was planned for
 * @param versionAfter table version afterwards
 * @param error the message if it failed
 */
public record StepRun(
    String step,
    String reason,
    Instant startedAt,
    String result,
    long tookMs,
    long leaseWaitMs,
    long rows,
    long reclaimedBytes,
    int conflicts,
    long versionBefore,
    long versionAfter,
    @Nullable String error) {

  /** What became of a planned step. */
  public static StepRun of(MaintenanceRun run) {
    MaintenanceRun.Figures figures = run.figures();
    return new StepRun(
        run.step().kind().label(),
        run.reason(),
        run.started(),
        run.result().name().toLowerCase(Locale.ROOT),
        run.took().toMillis(),
        figures.leaseWait().toMillis(),
        figures.rows(),
        figures.reclaimedBytes(),
        figures.conflicts(),
        run.versionBefore(),
        run.versionAfter(),
        run.error());
  }
}
