package dev.freshet.server.metrics;

import dev.freshet.home.report.MaintenanceReport;
import dev.freshet.home.report.RunStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Gauges of a home's state, as its processes said last. Names are stable. What nobody has said yet
 * is not a number.
 */
@SuppressWarnings("ImmutableEnumChecker") // The functions hold nothing.
public enum HomeMetric {
  UP(
      "freshet.pipeline.up",
      "flag",
      "1 while a pipeline runs, else 0; its other figures are from its last moment then.",
      home -> home.pipeline().filter(RunStatus::live).isPresent() ? 1 : 0),
  REPORT_AGE(
      "freshet.pipeline.report.age",
      "seconds",
      "How long ago the pipeline said something; it does every half second.",
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
      "How long ago everything landed that is queryable, as the pipeline says.",
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
   * @param pipeline what the pipeline's process said last
   * @param maintenance what the optimize process said last
   * @param promise what the configuration says there should be
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

  private final String meterName;
  private final String unit;
  private final String doc;
  private final ToDoubleFunction<Home> value;

  HomeMetric(String meterName, String unit, String doc, ToDoubleFunction<Home> value) {
    this.meterName = meterName;
    this.unit = unit;
    this.doc = doc;
    this.value = value;
  }

  public String meterName() {
    return meterName;
  }

  public String unit() {
    return unit;
  }

  public String doc() {
    return doc;
  }

  double of(Home home) {
    return value.applyAsDouble(home);
  }
}
