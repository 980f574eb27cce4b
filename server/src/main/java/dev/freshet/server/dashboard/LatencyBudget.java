package dev.freshet.server.dashboard;

import dev.freshet.home.metric.PipelineMetric;
import dev.freshet.home.report.Percentiles;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Where the time from landing to queryable goes, beside the time that is allowed.
 *
 * @param sloMs what 95 of 100 changes are to stay below
 * @param bars half of the files, and 95 of 100; empty while nothing was measured
 */
record LatencyBudget(double sloMs, List<Bar> bars) {

  /** What happens between landing and queryable, in order, without gap. */
  enum Stage {
    /** Until its batch begins: being found, waiting for the batch before, being read. */
    WAITING,
    /** Cutting and embedding, while the layers are written beside it. */
    EMBEDDING,
    /** What the layers need longer than that, and staging the rows. */
    WRITING,
    /** From the layers to the vector table. */
    COMMITTING
  }

  /**
   * A distribution's point.
   *
   * @param percentile such as {@code p95}
   * @param totalMs landed to queryable
   * @param withinSlo whether that is allowed
   * @param parts add up to the total
   */
  record Bar(String percentile, double totalMs, boolean withinSlo, List<Part> parts) {}

  /**
   * A stage's part.
   *
   * @param ms its time; of percentiles, which do not add up, so it is scaled where they exceed the
   *     total
   * @param ofSlo share of the time that is allowed
   */
  record Part(Stage stage, double ms, double ofSlo) {}

  /**
   * Splits what was measured.
   *
   * @param timings of the pipeline, by metric name
   * @param freshness landed to queryable
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
