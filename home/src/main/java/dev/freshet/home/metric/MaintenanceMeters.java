package dev.freshet.home.metric;

import dev.freshet.core.maintenance.StepKind;
import dev.freshet.home.report.MaintenanceReport;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Publishes what maintenance reports, in whatever process of the home has somebody to read meters.
 * Thread-safe.
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
      Gauge.builder(metric.meterName(), meters, self -> self.value(metric))
          .description(metric.doc())
          .baseUnit(metric.unit())
          .strongReference(true)
          .register(registry);
    }
    for (StepMetric metric : StepMetric.values()) {
      for (StepKind kind : StepKind.values()) {
        meters.register(metric, kind, registry);
      }
    }
  }

  private void register(StepMetric metric, StepKind kind, MeterRegistry registry) {
    Tags step = Tags.of("step", kind.label());
    if (metric.kind() == PipelineMetric.Kind.GAUGE) {
      Gauge.builder(metric.meterName(), this, self -> self.value(metric, kind))
          .description(metric.doc())
          .baseUnit(metric.unit())
          .tags(step)
          .strongReference(true)
          .register(registry);
    } else {
      FunctionCounter.builder(metric.meterName(), this, self -> self.value(metric, kind))
          .description(metric.doc())
          .baseUnit(metric.unit())
          .tags(step)
          .register(registry);
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
