package dev.freshet.server.dashboard;

import dev.freshet.home.metric.PipelineMetric;
import dev.freshet.home.report.Percentiles;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * How the time from landing to queryable is spent, compared with the objective.
 *
 * @param sloMs the objective for the p95
 * @param bars the p50 and the p95; empty while nothing was measured
 */
record LatencyBudget(double sloMs, List<Bar> bars) {

  /** The stages between landing and queryable, in order and without a gap. */
  enum Stage {
    /** Until the batch of the file begins: discovery, waiting for the batch before, reading. */
    WAITING,
    /** Chunking and embedding, while the layers are written in parallel. */
    EMBEDDING,
    /** What the layers take longer than embedding, and staging the rows. */
    WRITING,
    /** The commit to the vector table. */
    COMMITTING
  }

  /**
   * One percentile.
   *
   * @param percentile such as {@code p95}
   * @param totalMs the time from landing to queryable
   * @param withinSlo whether the total is within the objective
   * @param parts the stages, whose times add up to the total
   */
  record Bar(String percentile, double totalMs, boolean withinSlo, List<Part> parts) {}

  /**
   * The time of one stage.
   *
   * @param ms its time; percentiles do not add up, so the times are scaled where their sum exceeds
   *     the total
   * @param ofSlo its share of the objective
   */
  record Part(Stage stage, double ms, double ofSlo) {}

  /**
   * Splits the measured times into stages.
   *
   * @param timings of the pipeline, by metric name
   * @param freshness the time from landing to queryable
   */
  static LatencyBudget of(Map<String, Percentiles> timings, Percentiles freshness, Duration slo) {
    double sloMs = slo.toNanos() / 1e6;
    if (freshness.p99Ms() <= 0) {
      return new LatencyBudget(sloMs, List.of());
    }
    return new LatencyBudget(
        sloMs,
        List.of(
            bar("p50", timings, freshness, sloMs, Percentiles::p50Ms),
            bar("p95", timings, freshness, sloMs, Percentiles::p95Ms)));
  }

  private static Bar bar(
      String percentile,
      Map<String, Percentiles> timings,
      Percentiles freshness,
      double sloMs,
      ToDoubleFunction<Percentiles> at) {
    double total = at.applyAsDouble(freshness);
    double embedding = time(timings, PipelineMetric.BATCH_EMBED, at);
    double writing = time(timings, PipelineMetric.BATCH_WRITE, at);
    double committing = time(timings, PipelineMetric.GOLD_TO_QUERYABLE, at);
    double known = embedding + writing + committing;
    double scale = known > total ? total / known : 1;
    double waiting = Math.max(0, total - known);
    List<Part> parts =
        List.of(
            part(Stage.WAITING, waiting, sloMs),
            part(Stage.EMBEDDING, embedding * scale, sloMs),
            part(Stage.WRITING, writing * scale, sloMs),
            part(Stage.COMMITTING, committing * scale, sloMs));
    return new Bar(percentile, total, total <= sloMs, parts);
  }

  private static Part part(Stage stage, double ms, double sloMs) {
    return new Part(stage, ms, ms / sloMs);
  }

  private static double time(
      Map<String, Percentiles> timings, PipelineMetric timer, ToDoubleFunction<Percentiles> at) {
    Percentiles known = timings.get(timer.meterName());
    return known == null ? 0 : at.applyAsDouble(known);
  }
}
