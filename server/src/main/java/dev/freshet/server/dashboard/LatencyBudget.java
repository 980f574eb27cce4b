package dev.freshet.server.dashboard;

import dev.freshet.home.report.FreshnessTerm;
import dev.freshet.home.report.FreshnessTerms;
import dev.freshet.home.report.WindowFreshness;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the time from landing to queryable is spent, compared with the objective.
 *
 * @param sloMs the objective for the p95
 * @param bars the p50 and the p95; empty while nothing was measured
 */
record LatencyBudget(double sloMs, List<Bar> bars) {

  /**
   * One percentile.
   *
   * @param percentile such as {@code p95}
   * @param totalMs the time from landing to queryable
   * @param withinSlo whether the total is within the objective
   * @param parts the terms, in order, whose times add up to the total
   */
  record Bar(String percentile, double totalMs, boolean withinSlo, List<Part> parts) {}

  /**
   * The time of one term.
   *
   * @param term its label
   * @param ms its time
   * @param ofSlo its share of the objective
   */
  record Part(String term, double ms, double ofSlo) {}

  /**
   * The budget of a window.
   *
   * @param terms of its percentiles; null while no file became queryable
   */
  static LatencyBudget of(WindowFreshness.@Nullable Terms terms, Duration slo) {
    double sloMs = slo.toNanos() / 1e6;
    return new LatencyBudget(
        sloMs,
        terms == null
            ? List.of()
            : List.of(bar("p50", terms.p50(), sloMs), bar("p95", terms.p95(), sloMs)));
  }

  private static Bar bar(String percentile, FreshnessTerms terms, double sloMs) {
    double total = terms.totalMillis();
    List<Part> parts =
        Arrays.stream(FreshnessTerm.values())
            .map(term -> new Part(term.label(), terms.millis(term), terms.millis(term) / sloMs))
            .toList();
    return new Bar(percentile, total, total <= sloMs, parts);
  }
}
