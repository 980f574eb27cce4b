package dev.freshet.home.report;

import dev.freshet.core.maintenance.RunResult;
import dev.freshet.core.maintenance.StepKind;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What {@code status} says of maintenance. Figures of steps are of all processes of the home.
 *
 * @param state {@code watching}, {@code working}, {@code waiting}, {@code stopped}, {@code ended}:
 *     its process did, and is started again, or {@code killed}: nobody said how it ended
 * @param pid of the process that maintains; null unless one does
 * @param updatedAt when this was said
 * @param doing the step under way, why it waits, or how its process ended; null otherwise
 * @param recall share of the true nearest neighbours that the index finds, from a sample; null
 *     while not measured
 * @param recallAt when it was measured; null while it was not
 * @param versions versions of the table that exist; null while it was not looked at
 * @param tailFragments fragments no vector index covers; null while it was not looked at
 * @param deletedShare share of the stored rows that are deleted; null while it was not looked at
 * @param search how the vector index is searched; null without one, or while it was not looked at
 * @param leaseWaitMs time spent waiting for the lease
 * @param conflicts commits that lost to a writer
 * @param reclaimedBytes bytes given back to storage
 * @param steps by kind of step; one that never ran is not there
 * @param lastRuns newest first, at most ten
 */
public record MaintenanceStatus(
    String state,
    @Nullable Long pid,
    Instant updatedAt,
    @Nullable String doing,
    @Nullable Double recall,
    @Nullable Instant recallAt,
    @Nullable Long versions,
    @Nullable Integer tailFragments,
    @Nullable Double deletedShare,
    MaintenanceReport.@Nullable Search search,
    long leaseWaitMs,
    long conflicts,
    long reclaimedBytes,
    Map<String, Step> steps,
    List<StepRun> lastRuns) {

  /**
   * A kind of step.
   *
   * @param done runs that did it
   * @param nothing runs that found the table changed, with nothing left to do
   * @param conflict runs whose work was thrown away, as a writer came first
   * @param failed runs that raised an error
   * @param abandoned runs within which their process ended
   * @param tookMs time all of them took
   * @param p50Ms half of the newest runs that did it were at least as fast; null without one
   * @param p95Ms 95 of 100 were; null without one
   */
  public record Step(
      long done,
      long nothing,
      long conflict,
      long failed,
      long abandoned,
      long tookMs,
      @Nullable Double p50Ms,
      @Nullable Double p95Ms) {

    static Step of(MaintenanceReport.Step step) {
      StepTotals totals = step.totals();
      boolean timed = step.runtime().samples() > 0;
      return new Step(
          totals.runs(RunResult.DONE),
          totals.runs(RunResult.NOTHING),
          totals.runs(RunResult.CONFLICT),
          totals.runs(RunResult.FAILED),
          totals.runs(RunResult.ABANDONED),
          totals.took().toMillis(),
          timed ? step.runtime().p50Ms() : null,
          timed ? step.runtime().p95Ms() : null);
    }

    /** Runs whose work was lost. */
    public long wasted() {
      return conflict + failed + abandoned;
    }
  }

  /** What a report says. */
  public static MaintenanceStatus of(MaintenanceReport report) {
    MaintenanceReport.Table table = report.table();
    List<StepTotals> totals =
        report.steps().values().stream().map(MaintenanceReport.Step::totals).toList();
    return new MaintenanceStatus(
        state(report),
        report.live() ? report.process().pid() : null,
        report.updatedAt(),
        told(report) ? report.doing() : null,
        report.recall() == null ? null : report.recall().recall(),
        report.recall() == null ? null : report.recall().at(),
        table == null ? null : table.versions(),
        table == null ? null : table.tailFragments(),
        table == null ? null : table.deletedShare(),
        table == null ? null : table.search(),
        totals.stream().mapToLong(sum -> sum.leaseWait().toMillis()).sum(),
        totals.stream().mapToLong(StepTotals::conflicts).sum(),
        totals.stream().mapToLong(StepTotals::reclaimedBytes).sum(),
        steps(report.steps()),
        report.newestRuns().stream().map(StepRun::of).toList());
  }

  private static String state(MaintenanceReport report) {
    return told(report) ? report.state().name().toLowerCase(Locale.ROOT) : "killed";
  }

  private static boolean told(MaintenanceReport report) {
    return report.live()
        || report.state() == MaintenanceReport.State.STOPPED
        || report.state() == MaintenanceReport.State.ENDED;
  }

  private static Map<String, Step> steps(Map<StepKind, MaintenanceReport.Step> reported) {
    Map<String, Step> steps = new TreeMap<>();
    reported.forEach((kind, step) -> steps.put(kind.label(), Step.of(step)));
    return steps;
  }
}
