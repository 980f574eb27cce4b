package dev.freshet.home.report;

import dev.freshet.core.maintenance.MaintenanceRun;
import dev.freshet.core.maintenance.MaintenanceStep;
import dev.freshet.core.maintenance.PlannedStep;
import dev.freshet.core.maintenance.RecallEstimate;
import dev.freshet.core.maintenance.RunResult;
import dev.freshet.core.maintenance.StepKind;
import dev.freshet.core.maintenance.StepOutcome;
import dev.freshet.home.content.ContentState;
import dev.freshet.home.content.DamagedContent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** A report for tests of its forms. */
public final class SampleReports {

  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");

  private SampleReports() {}

  /** The report of a process that is gone, which ran one step and failed in another. */
  public static MaintenanceReport maintenance() {
    MaintenanceRun done =
        MaintenanceRun.ended(
            new PlannedStep(new MaintenanceStep.ExtendIndex(5_000), "5,000 rows are unindexed"),
            NOW,
            Duration.ofMillis(412),
            41,
            new StepOutcome.Done(42, 5_000, 1_024, 1, Duration.ofMillis(30)));
    MaintenanceRun failed =
        MaintenanceRun.failed(
            new PlannedStep(new MaintenanceStep.CompactTail(List.of(3, 4), 700), "2 fragments"),
            NOW.minusSeconds(9),
            Duration.ofMillis(5),
            40,
            "Cannot compact");
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
            new ProcessIdentity(999_999_999, NOW),
            MaintenanceReport.State.WORKING,
            NOW,
            "extend-index"),
        new MaintenanceReport.Table(
            42,
            new MaintenanceReport.Stored(3, 2_000),
            new MaintenanceReport.Tail(1, 17),
            1,
            12,
            0.05,
            new MaintenanceReport.Search(24, 5, 2, NOW, 0.9925, 0.98)),
        new RecallEstimate(99, 100, 10, NOW),
        Map.of(
            StepKind.EXTEND_INDEX,
            new MaintenanceReport.Step(totals, new Percentiles(3, 400, 412, 412))),
        List.of(done, failed),
        new ContentState(
            NOW,
            NOW,
            "gold/part-1.parquet",
            new ContentState.Pace(NOW, NOW, 1_048_576),
            List.of(
                new DamagedContent(
                    "gold", "part-0.parquet", "/home/tables/gold/part-0.parquet", "cut", NOW))));
  }
}
