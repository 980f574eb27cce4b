package dev.freshet.server.dashboard;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.freshet.home.report.HomeStatus;
import dev.freshet.home.report.RunStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The figures that the dashboard shows first, all of one moment.
 *
 * @param at when they were sampled
 * @param status of the pipeline and its table
 * @param budget how the time from landing to queryable is spent
 * @param catchUp the forecast of the backlog
 * @param queries the searches of this server
 * @param alerts the alerts that fire, critical ones first
 */
@JsonPropertyOrder({"at", "sloMs", "measured", "status", "budget", "catchUp", "queries", "alerts"})
record Overview(
    Instant at,
    HomeStatus status,
    LatencyBudget budget,
    CatchUp catchUp,
    QueryFigures queries,
    List<Firing> alerts) {

  private static final Duration CATCH_UP_WINDOW = Duration.ofMinutes(1);
  private static final Duration ALERT_WINDOW = Duration.ofMinutes(11);

  /**
   * An alert that fires.
   *
   * @param name its stable label
   * @param severity {@code critical} or {@code warning}
   * @param detail the figures that make it fire
   */
  record Firing(
      String name,
      String severity,
      String title,
      String condition,
      String detail,
      String whatToDo,
      String runbook) {

    static Firing of(Alert alert, String detail) {
      return new Firing(
          alert.label(),
          alert.severity().name().toLowerCase(Locale.ROOT),
          alert.title(),
          alert.condition(),
          detail,
          alert.whatToDo(),
          alert.runbook());
    }
  }

  /**
   * Makes an overview from what was read.
   *
   * @param report the report of the pipeline
   * @param history up to this moment
   */
  static Overview of(
      Instant now,
      PipelineSource source,
      HomeStatus status,
      Optional<RunStatus> report,
      QueryFigures queries,
      History history) {
    CatchUp catchUp =
        CatchUp.of(
            history.newest(CATCH_UP_WINDOW),
            report.filter(RunStatus::live).isPresent(),
            status.admission() != null && status.admission().catchingUp());
    LatencyBudget budget =
        LatencyBudget.of(
            status.timings(),
            report.map(RunStatus::freshness).orElse(QueryFigures.NONE.latency()),
            source.freshnessSlo());
    AlertFigures figures =
        new AlertFigures(
            status,
            source.freshnessSlo(),
            source.maintained(),
            history.newest(ALERT_WINDOW),
            catchUp);
    return new Overview(now, status, budget, catchUp, queries, firing(figures));
  }

  /** The objective for the p95 of the time from landing to queryable. */
  @JsonProperty
  double sloMs() {
    return budget.sloMs();
  }

  /** Whether a file became queryable within the last minutes, so that freshness has a meaning. */
  @JsonProperty
  boolean measured() {
    return HistoryPoint.measured(status.freshness());
  }

  private static List<Firing> firing(AlertFigures figures) {
    return Arrays.stream(Alert.values())
        .sorted((one, other) -> one.severity().compareTo(other.severity()))
        .flatMap(alert -> alert.firing(figures).stream().map(detail -> Firing.of(alert, detail)))
        .toList();
  }
}
