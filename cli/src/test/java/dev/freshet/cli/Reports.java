package dev.freshet.cli;

import dev.freshet.core.maintenance.MaintenanceRun;
import dev.freshet.core.maintenance.MaintenanceStep;
import dev.freshet.core.maintenance.PlannedStep;
import dev.freshet.core.maintenance.RecallEstimate;
import dev.freshet.core.maintenance.RunResult;
import dev.freshet.core.maintenance.StepKind;
import dev.freshet.core.maintenance.StepOutcome;
import dev.freshet.home.content.ContentState;
import dev.freshet.home.report.FreshnessTerm;
import dev.freshet.home.report.FreshnessTerms;
import dev.freshet.home.report.MaintenanceReport;
import dev.freshet.home.report.Percentiles;
import dev.freshet.home.report.ProcessIdentity;
import dev.freshet.home.report.RunStatus;
import dev.freshet.home.report.StepTotals;
import dev.freshet.home.report.WindowFreshness;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Status reports of pipelines. */
public final class Reports {

  static final Instant QUERYABLE_AT = Instant.parse("2026-03-01T09:59:59Z");

  private Reports() {}

  /** A report of this process, which runs. */
  public static RunStatus live(RunStatus.State state, Instant asOf) {
    return report(ProcessIdentity.current(), state, asOf);
  }

  /** A report that says running, of a process that has ended. */
  public static RunStatus killed(Instant asOf) {
    try {
      Process process = new ProcessBuilder("true").start();
      process.waitFor();
      return report(new ProcessIdentity(process.pid(), asOf), RunStatus.State.RUNNING, asOf);
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private static RunStatus report(ProcessIdentity process, RunStatus.State state, Instant asOf) {
    return new RunStatus(
        new RunStatus.Activity(process, state, asOf),
        new RunStatus.Position("stream", 3, 1_234, asOf),
        List.of(freshness(310, 420.4, 15_000)),
        new RunStatus.Backlog(2, 2_048),
        new RunStatus.Admission(131_072, 1_000, true, 31_900.5, 0.25),
        new RunStatus.LastBatch("stream:3", 8, 1, 20, 12, 30, QUERYABLE_AT),
        new RunStatus.Metrics(
            Map.of("freshet.batch.completed", 3L),
            Map.of("freshet.batch", new Percentiles(3, 1, 2, 3))));
  }

  /**
   * Forty files of the last five minutes; half of each time is embedding, the other half the
   * commit.
   */
  public static WindowFreshness freshness(double p50Ms, double p95Ms, double p99Ms) {
    return new WindowFreshness(
        "5m", 40, new WindowFreshness.Terms(terms(p50Ms), terms(p95Ms), terms(p99Ms)));
  }

  private static FreshnessTerms terms(double millis) {
    return FreshnessTerms.of(
        term -> term.compareTo(FreshnessTerm.EMBEDDING) < 0 ? 0 : 1e6 * millis / 2);
  }

  /** A maintenance report of this process. */
  public static MaintenanceReport maintenance() {
    MaintenanceRun run =
        MaintenanceRun.ended(
            new PlannedStep(new MaintenanceStep.ExtendIndex(5_000), "5,000 rows are unindexed"),
            QUERYABLE_AT,
            Duration.ofMillis(412),
            41,
            new StepOutcome.Done(42, 5_000, 1_024, 1, Duration.ofMillis(30)));
    StepTotals totals =
        new StepTotals(
            Map.of(RunResult.DONE, 3L, RunResult.ABANDONED, 1L),
            Duration.ofMillis(1_500),
            Duration.ofMillis(30),
            1,
            15_000,
            1_024);
    return new MaintenanceReport(
        new MaintenanceReport.Work(
            ProcessIdentity.current(), MaintenanceReport.State.WATCHING, QUERYABLE_AT, null),
        new MaintenanceReport.Table(
            42,
            new MaintenanceReport.Stored(3, 2_000),
            new MaintenanceReport.Tail(1, 17),
            1,
            12,
            0.05,
            new MaintenanceReport.Search(24, 5, 2, QUERYABLE_AT, 0.9925, 0.98)),
        new RecallEstimate(99, 100, 10, QUERYABLE_AT),
        Map.of(
            StepKind.EXTEND_INDEX,
            new MaintenanceReport.Step(totals, new Percentiles(3, 400, 412, 412))),
        List.of(run),
        new ContentState(
            QUERYABLE_AT,
            QUERYABLE_AT,
            "gold/part-1.parquet",
            new ContentState.Pace(QUERYABLE_AT, QUERYABLE_AT, 1_048_576),
            List.of()));
  }
}
