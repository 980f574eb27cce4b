package dev.freshet.server.metrics;

import dev.freshet.home.metric.Metric;
import dev.freshet.home.report.MaintenanceReport;
import dev.freshet.home.report.RunStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The metrics of a home as its processes reported it last; all are gauges. A value that no process
 * has reported yet is not a number.
 */
@SuppressWarnings("ImmutableEnumChecker") // The functions hold nothing.
public enum HomeMetric implements Metric {
  UP(
      "freshet.pipeline.up",
      "flag",
      "1 while a pipeline runs, else 0; its other figures are then those of its last report.",
      home -> home.pipeline().filter(RunStatus::live).isPresent() ? 1 : 0),
  REPORT_AGE(
      "freshet.pipeline.report.age",
      "seconds",
      "How long ago the pipeline reported; it does so every half second.",
      home -> home.run(report -> home.secondsSince(report.updatedAt()))),
  RECORDS(
      "freshet.pipeline.records",
      "records",
      "Live record keys.",
      home -> home.run(RunStatus::records)),
  BACKLOG_FILES(
      "freshet.source.backlog.files",
      "files",
      "File versions that are discovered and not yet queryable.",
      home -> home.run(report -> report.backlog().files())),
  BACKLOG_BYTES(
      "freshet.source.backlog.bytes",
      "bytes",
      "Bytes in them.",
      home -> home.run(report -> report.backlog().bytes())),
  LAG(
      "freshet.pipeline.lag",
      "seconds",
      "Age of the moment before which everything that landed is queryable, as the pipeline reports.",
      home -> home.run(report -> home.secondsSince(report.asOf()))),
  OBJECTIVE(
      "freshet.freshness.objective",
      "seconds",
      "`slo.freshness.p95` of the configuration.",
      home -> home.promise().freshness().toNanos() / 1e9),
  OPTIMIZE_UP(
      "freshet.optimize.up",
      "flag",
      "1 while an optimize process maintains the table, else 0.",
      home -> home.maintenance().filter(MaintenanceReport::live).isPresent() ? 1 : 0),
  OPTIMIZE_EXPECTED(
      "freshet.optimize.expected",
      "flag",
      "1 if `optimize.mode` says that one runs beside the pipeline, else 0.",
      home -> home.promise().maintained() ? 1 : 0);

  /**
   * What is known of a home.
   *
   * @param pipeline the last report of the pipeline's process
   * @param maintenance the last report of the optimize process
   * @param promise what the configuration says there should be
   * @param now when the metrics are read
   */
  record Home(
      Optional<RunStatus> pipeline,
      Optional<MaintenanceReport> maintenance,
      Promise promise,
      Instant now) {

    private double run(ToDoubleFunction<RunStatus> figure) {
      return pipeline.map(figure::applyAsDouble).orElse(Double.NaN);
    }

    private double secondsSince(@Nullable Instant then) {
      return then == null ? Double.NaN : Math.max(0, Duration.between(then, now).toMillis() / 1e3);
    }
  }

  private final Description description;
  private final ToDoubleFunction<Home> value;

  HomeMetric(String name, String unit, String doc, ToDoubleFunction<Home> value) {
    this.description = new Description(name, Kind.GAUGE, unit, doc);
    this.value = value;
  }

  @Override
  public Description description() {
    return description;
  }

  double of(Home home) {
    return value.applyAsDouble(home);
  }
}
