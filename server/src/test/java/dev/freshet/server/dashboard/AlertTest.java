package dev.freshet.server.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.maintenance.MaintenanceRun;
import dev.freshet.core.maintenance.MaintenanceStep;
import dev.freshet.core.maintenance.PlannedStep;
import dev.freshet.core.vector.TableState;
import dev.freshet.home.report.FreshnessWindow;
import dev.freshet.home.report.HomeStatus;
import dev.freshet.home.report.MaintenanceReport;
import dev.freshet.home.report.ProcessIdentity;
import dev.freshet.home.report.RunStatus;
import dev.freshet.server.canary.CanaryFigures;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AlertTest {

  private static final Instant NOW = FakePipeline.START;
  private static final CatchUp WELL = new CatchUp(CatchUp.State.UP_TO_DATE, null, 1.0, 1.0);

  private RunStatus report = report(RunStatus.State.RUNNING, 900);
  private Optional<TableState> table = Optional.of(FakePipeline.table(NOW, 5));
  private MaintenanceReport maintenance = FakePipeline.maintenance(NOW, 0.98);
  private List<HistoryPoint> recent = List.of(HistoryPoints.quarantined(0, 3));
  private CatchUp catchUp = WELL;
  private Optional<CanaryFigures> canary = Optional.empty();

  @Test
  void healthyPipelineRaisesNoAlert() {
    assertThat(firing()).isEmpty();
  }

  @Test
  void pipelineThatNeverRanRaisesNoAlert() {
    HomeStatus never =
        HomeStatus.of(
            "docs",
            Optional.empty(),
            0,
            Optional.empty(),
            Optional.empty(),
            FreshnessWindow.DEFAULT);

    assertThat(firing(never)).isEmpty();
  }

  @Test
  void failedStoppedAndRetryingPipelinesHaveTheirAlerts() {
    report = report(RunStatus.State.FAILED, 900);
    assertThat(firing()).containsExactly(Alert.PIPELINE_FAILED);

    report = report(RunStatus.State.STOPPED, 900);
    assertThat(firing()).containsExactly(Alert.PIPELINE_DOWN);

    report = report(RunStatus.State.RETRYING, 900);
    assertThat(firing()).containsExactly(Alert.PIPELINE_RETRYING);
  }

  @Test
  void alertFiresAboveTheObjectiveAndNotAtIt() {
    report = report(RunStatus.State.RUNNING, 2_000);
    assertThat(firing()).isEmpty();

    report = report(RunStatus.State.RUNNING, 2_001);
    assertThat(firing()).containsExactly(Alert.FRESHNESS_SLO_MISSED);
  }

  @Test
  void aSourceThatWentBackwardsIsNoticedAndHotRecordsAreNot() {
    recent = List.of(HistoryPoints.changes(0, 5_000, 40), HistoryPoints.changes(60, 5_010, 940));
    assertThat(firing()).containsExactly(Alert.STALE_EVENTS_DOMINATE);
    assertThat(detail(Alert.STALE_EVENTS_DOMINATE)).isEqualTo("900 were stale, 10 counted.");

    recent = List.of(HistoryPoints.changes(0, 5_000, 40), HistoryPoints.changes(60, 5_100, 940));
    assertThat(firing()).as("nine for one that counted").isEmpty();

    recent = List.of(HistoryPoints.changes(0, 5_000, 40), HistoryPoints.changes(60, 5_000, 140));
    assertThat(firing()).as("some late duplicates").isEmpty();
  }

  @Test
  void sourceThatGoesBackwardsRaisesAnAlertAtItsFirstEvent() {
    recent = List.of(HistoryPoints.backwards(0, 3), HistoryPoints.backwards(599, 4));
    assertThat(firing()).containsExactly(Alert.SOURCE_WENT_BACKWARDS);
    assertThat(detail(Alert.SOURCE_WENT_BACKWARDS)).isEqualTo("1 in the last ten minutes.");

    recent = List.of(HistoryPoints.backwards(0, 4), HistoryPoints.backwards(599, 4));
    assertThat(firing()).isEmpty();
  }

  @Test
  void canaryThatIsNotFoundOrCannotLandIsAlarmed() {
    canary = Optional.of(new CanaryFigures(800.0, NOW, 30_000, null));
    assertThat(firing()).isEmpty();

    canary = Optional.of(new CanaryFigures(800.0, NOW, 31_000, null));
    assertThat(firing()).containsExactly(Alert.CANARY_LATE);
    assertThat(detail(Alert.CANARY_LATE)).isEqualTo("It landed 31 s ago.");

    canary = Optional.of(new CanaryFigures(null, null, 0, "Cannot land."));
    assertThat(firing()).containsExactly(Alert.CANARY_BLOCKED);
    assertThat(detail(Alert.CANARY_BLOCKED)).isEqualTo("Cannot land.");
  }

  @Test
  void lagAboveThirtySecondsIsStalled() {
    recent = List.of(HistoryPoints.behind(30));
    assertThat(firing()).isEmpty();

    recent = List.of(HistoryPoints.behind(31));
    assertThat(firing()).containsExactly(Alert.FRESHNESS_STALLED);
  }

  @Test
  void missingTableRaisesAnAlert() {
    table = Optional.empty();

    assertThat(firing()).containsExactly(Alert.TABLE_MISSING);
  }

  @ParameterizedTest
  @EnumSource(CatchUp.State.class)
  void backlogThatDoesNotShrinkRaisesAnAlert(CatchUp.State state) {
    catchUp = new CatchUp(state, null, 1.0, 1.0);
    boolean fires = state == CatchUp.State.FALLING_BEHIND || state == CatchUp.State.STALLED;

    assertThat(firing()).isEqualTo(fires ? EnumSet.of(Alert.BACKLOG_GROWING) : Set.of());
  }

  @Test
  void quarantineThatGrewWithinTenMinutesRaisesAnAlert() {
    recent = List.of(HistoryPoints.quarantined(0, 3), HistoryPoints.quarantined(599, 5));
    assertThat(firing()).containsExactly(Alert.QUARANTINE_GROWING);
    assertThat(detail(Alert.QUARANTINE_GROWING)).startsWith("2 more");

    recent =
        List.of(
            HistoryPoints.quarantined(0, 3),
            HistoryPoints.quarantined(1, 5),
            HistoryPoints.quarantined(700, 5));
    assertThat(firing()).isEmpty();
  }

  @Test
  void tailIsLimitedOnlyWhereThereIsAnIndex() {
    table = Optional.of(tail(25_001, Optional.of("IVF_FLAT")));
    assertThat(firing()).containsExactly(Alert.TAIL_TOO_LONG);

    table = Optional.of(tail(25_001, Optional.empty()));
    assertThat(firing()).isEmpty();
  }

  @Test
  void lowRecallRaisesAnAlert() {
    maintenance = FakePipeline.maintenance(NOW, 0.899);

    assertThat(firing()).containsExactly(Alert.RECALL_LOW);
  }

  @Test
  void endedMaintenanceRaisesAnAlertWhileThePipelineRuns() {
    maintenance = ended(maintenance);
    assertThat(firing()).containsExactly(Alert.OPTIMIZE_DOWN);

    report = report(RunStatus.State.STOPPED, 900);
    assertThat(firing()).containsExactly(Alert.PIPELINE_DOWN);
  }

  @Test
  void threeFailedStepsInARowRaiseAnAlert() {
    MaintenanceRun failed =
        MaintenanceRun.failed(
            new PlannedStep(new MaintenanceStep.ExtendIndex(9), "a tail"),
            NOW,
            Duration.ofSeconds(1),
            4,
            "no memory");
    maintenance = ran(maintenance, List.of(failed, failed));
    assertThat(firing()).isEmpty();

    maintenance = ran(maintenance, List.of(failed, failed, failed));
    assertThat(firing()).containsExactly(Alert.OPTIMIZE_FAILING);
  }

  @Test
  void failedAndRefusedSearchesRaiseAlerts() {
    recent = List.of(HistoryPoints.served(0, 0, 0, 0), HistoryPoints.served(30, 990, 10, 0));
    assertThat(firing()).as("one of a hundred").isEmpty();

    recent = List.of(HistoryPoints.served(0, 0, 0, 0), HistoryPoints.served(30, 980, 20, 0));
    assertThat(firing()).containsExactly(Alert.QUERY_ERRORS);

    recent = List.of(HistoryPoints.served(0, 0, 0, 0), HistoryPoints.served(30, 980, 0, 4));
    assertThat(firing()).containsExactly(Alert.QUERIES_SHED);

    recent =
        List.of(
            HistoryPoints.served(0, 0, 0, 0),
            HistoryPoints.served(1, 9, 9, 9),
            HistoryPoints.served(90, 9, 9, 9));
    assertThat(firing()).as("more than a minute ago").isEmpty();
  }

  @Test
  void everyAlertSaysWhatItIsAndWhatToDo() {
    assertThat(Alert.values())
        .allSatisfy(
            alert -> {
              assertThat(alert.label()).matches("[A-Z][A-Za-z]+");
              assertThat(alert.condition()).endsWith(".");
              assertThat(alert.whatToDo()).endsWith(".");
              assertThat(alert.runbook()).isEqualTo("ops/runbooks/" + alert.label() + ".md");
            });
    assertThat(Arrays.stream(Alert.values()).map(Alert::label)).doesNotHaveDuplicates();
  }

  private Set<Alert> firing() {
    return firing(status());
  }

  private HomeStatus status() {
    return HomeStatus.of(
        "docs", Optional.of(report), 0, table, Optional.of(maintenance), FreshnessWindow.DEFAULT);
  }

  private String detail(Alert alert) {
    return alert.firing(figures(status())).orElseThrow();
  }

  private Set<Alert> firing(HomeStatus status) {
    return Arrays.stream(Alert.values())
        .filter(alert -> alert.firing(figures(status)).isPresent())
        .collect(Collectors.toCollection(() -> EnumSet.noneOf(Alert.class)));
  }

  private AlertFigures figures(HomeStatus status) {
    return new AlertFigures(status, Duration.ofSeconds(2), true, recent, catchUp, canary);
  }

  private static RunStatus report(RunStatus.State state, double p95Ms) {
    return new RunStatus(
        new RunStatus.Activity(ProcessIdentity.current(), state, NOW),
        new RunStatus.Position("stream", 3, 1_234, NOW),
        FakePipeline.windows(p95Ms / 2, p95Ms, 2 * p95Ms),
        new RunStatus.Backlog(2, 2_048),
        null,
        null,
        new RunStatus.Metrics(Map.of(), Map.of()));
  }

  private static TableState tail(long rows, Optional<String> index) {
    return new TableState(
        5, 3, 90_000, new TableState.Coverage(rows, 1, index), Optional.of(NOW), List.of(), true);
  }

  private static MaintenanceReport ended(MaintenanceReport told) {
    return new MaintenanceReport(
        new MaintenanceReport.Work(
            told.process(), MaintenanceReport.State.ENDED, told.updatedAt(), "exit code 1"),
        told.table(),
        told.recall(),
        told.steps(),
        told.newestRuns(),
        told.content());
  }

  private static MaintenanceReport ran(MaintenanceReport told, List<MaintenanceRun> runs) {
    return new MaintenanceReport(
        new MaintenanceReport.Work(told.process(), told.state(), told.updatedAt(), null),
        told.table(),
        told.recall(),
        told.steps(),
        runs,
        told.content());
  }
}
