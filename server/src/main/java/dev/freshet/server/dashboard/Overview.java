package dev.freshet.server.dashboard;

import dev.freshet.home.report.HomeStatus;
import dev.freshet.home.report.RunStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Everything the dashboard shows at a glance, of one moment.
 *
 * @param at when it was sampled
 * @param sloMs what 95 of 100 changes are to stay below, from landing to queryable
 * @param measured whether a file became queryable within the last minutes, so that the freshness
 *     says something
 * @param status of the pipeline and its table
 * @param budget where the time goes
 * @param catchUp what is to be expected of the backlog
 * @param queries what this server did for those who search
 * @param alerts that fire, the worst first
 */
record Overview(
    Instant at,
    double sloMs,
    boolean measured,
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
   * @param name stable
   * @param severity {@code critical} or {@code warning}
   * @param detail the figures behind it
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
   * Draws the conclusions.
   *
   * @param told by the pipeline's process
   * @param history up to this moment
   */
  static Overview of(
      Instant now,
      PipelineSource source,
      HomeStatus status,
      Optional<RunStatus> told,
      QueryFigures queries,
      History history) {
    CatchUp catchUp =
        CatchUp.of(
            history.newest(CATCH_UP_WINDOW),
            told.filter(RunStatus::live).isPresent(),
            status.admission() != null && status.admission().catchingUp());
    LatencyBudget budget =
        LatencyBudget.of(
            status.timings(),
            told.map(RunStatus::freshness).orElse(QueryFigures.NONE.latency()),
            source.freshnessSlo());
    Figures figures =
        new Figures(
            status,
            source.freshnessSlo(),
            source.maintained(),
            history.newest(ALERT_WINDOW),
            catchUp);
    return new Overview(
        now,
        budget.sloMs(),
        Sample.measured(status.freshness()),
        status,
        budget,
        catchUp,
        queries,
        firing(figures));
  }

  private static List<Firing> firing(Figures figures) {
    return Arrays.stream(Alert.values())
        .sorted((one, other) -> one.severity().compareTo(other.severity()))
        .flatMap(alert -> alert.firing(figures).stream().map(detail -> Firing.of(alert, detail)))
        .toList();
  }
}
