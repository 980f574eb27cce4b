package dev.freshet.cli.answer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.cli.Cli;
import dev.freshet.cli.Reports;
import dev.freshet.core.vector.TableState;
import dev.freshet.home.report.FreshnessWindow;
import dev.freshet.home.report.HomeStatus;
import dev.freshet.home.report.MaintenanceReport;
import dev.freshet.home.report.MaintenanceStatus;
import dev.freshet.home.report.ProcessIdentity;
import dev.freshet.home.report.RunStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StatusTest {

  private static final Instant AS_OF = Instant.parse("2026-03-01T10:00:00Z");
  private static final TableState TABLE =
      new TableState(
          42,
          3,
          2_000,
          new TableState.Coverage(17, 1, Optional.of("IVF_HNSW_SQ")),
          Optional.of(AS_OF),
          List.of(),
          true);

  @Test
  void beforeTheFirstRunThereIsNothingToSay() {
    HomeStatus status =
        HomeStatus.of(
            "docs",
            Optional.empty(),
            0,
            Optional.empty(),
            Optional.empty(),
            FreshnessWindow.DEFAULT);

    assertThat(status.state()).isEqualTo("never-run");
    assertThat(status.pid()).isNull();
    assertThat(Cli.text(new Status(status)))
        .isEqualTo(
            """
            pipeline    docs, never-run
            records     0 in 0 chunks
            quarantined 0 rows
            stale       0 events
            freshness   no file became queryable within 5m
            as of       never
            backlog     0 files, 0 bytes
            table       not there yet: start `run` and land a file
            """);
  }

  @Test
  void runningPipelineIsShownWithItsProcess() {
    RunStatus report = Reports.live(RunStatus.State.RUNNING, AS_OF);

    HomeStatus status =
        HomeStatus.of(
            "docs",
            Optional.of(report),
            5,
            Optional.of(TABLE),
            Optional.empty(),
            FreshnessWindow.DEFAULT);

    assertThat(Cli.text(new Status(status)))
        .isEqualTo(
            """
            pipeline    docs, running (pid %d)
            records     1,234 in 2,000 chunks
            quarantined 5 rows
            stale       0 events
            freshness   landed to queryable p50 310 ms, p95 420 ms, p99 15.0 s; 40 files within 5m
              of p50    detection 0 ms, queueing 0 ms, reading 0 ms, reduction 0 ms, layers 0 ms, embedding 155 ms, commit 155 ms
              of p95    detection 0 ms, queueing 0 ms, reading 0 ms, reduction 0 ms, layers 0 ms, embedding 210 ms, commit 210 ms
            as of       2026-03-01T10:00:00Z
            backlog     2 files, 2,048 bytes
            admission   131,072 bytes a batch, 1000 ms to catch up; model embeds 31,901 tokens/s, 256 per KiB landed
            last batch  stream:3: 8 rows of 1 files; embed 20 ms, write 12 ms, commit 30 ms
            table       version 42, 3 fragments, 2,000 rows, 17 unindexed, IVF_HNSW_SQ with 1 delta segments
            """
                .formatted(ProcessHandle.current().pid()));
  }

  @Test
  void processThatEndedWithoutAReportWasKilled() {
    HomeStatus status =
        HomeStatus.of(
            "docs",
            Optional.of(Reports.killed(AS_OF)),
            0,
            Optional.of(TABLE),
            Optional.empty(),
            FreshnessWindow.DEFAULT);

    assertThat(status.state()).isEqualTo("killed");
    assertThat(status.pid()).isNull();
    assertThat(status.records()).isEqualTo(1_234);
  }

  @ParameterizedTest
  @EnumSource(RunStatus.State.class)
  void reportOfARunningProcessIsBelieved(RunStatus.State state) {
    HomeStatus status =
        HomeStatus.of(
            "docs",
            Optional.of(Reports.live(state, AS_OF)),
            0,
            Optional.empty(),
            Optional.empty(),
            FreshnessWindow.DEFAULT);

    assertThat(status.state()).isEqualToIgnoringCase(state.name());
    boolean ended = state == RunStatus.State.STOPPED || state == RunStatus.State.FAILED;
    assertThat(status.pid() == null).isEqualTo(ended);
  }

  @Test
  void tableWithoutIndexSaysSo() {
    TableState scanned =
        new TableState(1, 1, 2, TableState.Coverage.none(2), Optional.empty(), List.of(), true);

    HomeStatus status =
        HomeStatus.of(
            "docs",
            Optional.empty(),
            0,
            Optional.of(scanned),
            Optional.empty(),
            FreshnessWindow.DEFAULT);

    assertThat(Cli.text(new Status(status)))
        .contains("table       version 1, 1 fragments, 2 rows, 2 unindexed, no index yet\n");
  }

  @Test
  void maintenanceIsShownWithWhatItDid() {
    HomeStatus status =
        HomeStatus.of(
            "docs",
            Optional.empty(),
            0,
            Optional.of(TABLE),
            Optional.of(Reports.maintenance()),
            FreshnessWindow.DEFAULT);

    assertThat(Cli.text(new Status(status)))
        .endsWith(
            """
            maintenance watching (pid %d); 1,024 bytes reclaimed, 1 conflict, 30 ms waited for the lease; recall 0.990
                        search: 24 probes, ef 5 per neighbour, refine 2; tuned to recall 0.993 (target 0.980) at 2026-03-01T09:59:59Z
                        extend-index      3 runs done, 1 wasted, p95 412 ms
                        last: extend-index      done      in 412 ms: 5,000 rows are unindexed at 2026-03-01T09:59:59Z
            """
                .formatted(ProcessHandle.current().pid()));
  }

  @Test
  void maintenanceThatEndedWithoutAReportWasKilled() throws Exception {
    Process ended = new ProcessBuilder("true").start();
    ended.waitFor();
    MaintenanceReport told = Reports.maintenance();
    MaintenanceReport killed =
        new MaintenanceReport(
            new MaintenanceReport.Work(
                new ProcessIdentity(ended.pid(), AS_OF),
                MaintenanceReport.State.WORKING,
                told.updatedAt(),
                "build-index"),
            told.table(),
            null,
            told.steps(),
            told.newestRuns(),
            null);

    MaintenanceStatus maintenance = MaintenanceStatus.of(killed);

    assertThat(maintenance.state()).isEqualTo("killed");
    assertThat(maintenance.pid()).isNull();
    assertThat(maintenance.doing()).isNull();
    assertThat(maintenance.steps().get("extend-index").abandoned()).isEqualTo(1);
  }

  @Test
  void maintenanceThatEndsRepeatedlyShowsHow(@TempDir Path directory) {
    Path report = directory.resolve("optimize.json");
    String how = "exit code 4, Java's memory was full; started again after 4 s";

    MaintenanceReport.tellEnd(report, how, AS_OF);

    MaintenanceStatus maintenance = MaintenanceStatus.of(read(report));
    assertThat(maintenance.state()).isEqualTo("ended");
    assertThat(maintenance.doing()).isEqualTo(how);
    assertThat(maintenance.pid()).isNull();
  }

  @Test
  void processThatMaintainsIsNotShownAsEnded(@TempDir Path directory) throws IOException {
    Path report = directory.resolve("optimize.json");
    MaintenanceReport.file(report).write(Reports.maintenance());

    MaintenanceReport.tellEnd(report, "exit code 1", AS_OF);

    assertThat(MaintenanceStatus.of(read(report)).state()).isNotEqualTo("ended");
  }

  private static MaintenanceReport read(Path report) {
    return MaintenanceReport.file(report).readReport().orElseThrow();
  }
}
