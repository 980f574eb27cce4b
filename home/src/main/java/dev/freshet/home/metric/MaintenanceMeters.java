package dev.freshet.home.metric;

import dev.freshet.core.maintenance.StepKind;
import dev.freshet.home.report.MaintenanceReport;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Publishes the figures of the newest maintenance report, in whichever process of the home is
 * scraped. Thread-safe.
 */
public final class MaintenanceMeters {

  private final Supplier<Optional<MaintenanceReport>> reports;

  private MaintenanceMeters(Supplier<Optional<MaintenanceReport>> reports) {
    this.reports = reports;
  }

  /**
   * Registers all meters.
   *
   * @param reports asked for the newest report whenever a meter is read
   */
  public static void register(
      MeterRegistry registry, Supplier<Optional<MaintenanceReport>> reports) {
    MaintenanceMeters meters = new MaintenanceMeters(reports);
    for (TableMetric metric : TableMetric.values()) {
      metric.registerGauge(registry, Tags.empty(), meters, self -> self.value(metric));
    }
    for (StepMetric metric : StepMetric.values()) {
      for (StepKind kind : StepKind.values()) {
        meters.register(metric, kind, registry);
      }
    }
  }

  private void register(StepMetric metric, StepKind kind, MeterRegistry registry) {
    Tags step = Tags.of("step", kind.label());
    if (metric.kind() == Metric.Kind.GAUGE) {
      metric.registerGauge(registry, step, this, self -> self.value(metric, kind));
    } else {
      metric.registerCounter(registry, step, this, self -> self.value(metric, kind));
    }
  }

  private double value(TableMetric metric) {
    return reports.get().map(metric::of).orElse(Double.NaN);
  }

  private double value(StepMetric metric, StepKind kind) {
    return reports
        .get()
        .map(report -> report.steps().get(kind))
        .filter(Objects::nonNull)
        .map(metric::of)
        .orElse(0.0);
  }
}
