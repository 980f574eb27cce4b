package dev.freshet.server.dashboard;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.freshet.home.report.FreshnessWindow;
import dev.freshet.home.report.HomeStatus;
import dev.freshet.home.report.RunStatus;
import dev.freshet.home.report.WindowFreshness;
import dev.freshet.server.canary.CanaryFigures;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The figures that the dashboard shows first, all of one moment.
 *
 * @param at when they were sampled
 * @param status of the pipeline and its table
 * @param windows freshness by window, the shortest first
 * @param catchUp the forecast of the backlog
 * @param queries the searches of this server
 * @param canary of this server; null without one
 * @param alerts the alerts that fire, critical ones first
 */
@JsonPropertyOrder({"at", "sloMs"})
record Overview(
    Instant at,
    HomeStatus status,
    List<Window> windows,
    CatchUp catchUp,
    QueryFigures queries,
    @Nullable CanaryFigures canary,
    List<Firing> alerts) {

  private static final Duration CATCH_UP_WINDOW = Duration.ofMinutes(1);
  private static final Duration ALERT_WINDOW = Duration.ofMinutes(11);

  /**
   * Freshness over a window.
   *
   * @param words the window in words, such as {@code last five minutes}
   * @param landed landed to queryable
   * @param budget how that time is spent
   */
  record Window(String words, HomeStatus.Landed landed, LatencyBudget budget) {

    static Window of(FreshnessWindow window, WindowFreshness freshness, Duration slo) {
      return new Window(
          window.words(),
          HomeStatus.Landed.of(freshness, null),
          LatencyBudget.of(freshness.terms(), slo));
    }
  }

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
    List<Window> windows =
        Arrays.stream(FreshnessWindow.values())
            .map(
                window ->
                    Window.of(
                        window,
                        report
                            .map(known -> known.freshness(window))
                            .orElseGet(() -> WindowFreshness.none(window)),
                        source.freshnessSlo()))
            .toList();
    AlertFigures figures =
        new AlertFigures(
            status,
            source.freshnessSlo(),
            source.maintained(),
            history.newest(ALERT_WINDOW),
            catchUp,
            source.canary());
    return new Overview(
        now, status, windows, catchUp, queries, source.canary().orElse(null), firing(figures));
  }

  /** The objective for the p95 of the time from landing to queryable. */
  @JsonProperty
  double sloMs() {
    return windows.get(0).budget().sloMs();
  }

  private static List<Firing> firing(AlertFigures figures) {
    return Arrays.stream(Alert.values())
        .sorted((one, other) -> one.severity().compareTo(other.severity()))
        .flatMap(alert -> alert.firing(figures).stream().map(detail -> Firing.of(alert, detail)))
        .toList();
  }
}
