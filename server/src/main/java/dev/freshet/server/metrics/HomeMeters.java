package dev.freshet.server.metrics;

import dev.freshet.home.metric.MaintenanceMeters;
import dev.freshet.home.metric.PipelineMetric;
import dev.freshet.home.report.MaintenanceReport;
import dev.freshet.home.report.Percentiles;
import dev.freshet.home.report.RunStatus;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/**
 * Publishes what the pipeline and the optimize process of a home say of themselves in their files,
 * so that one scrape sees the whole home. Reads only. Thread-safe.
 *
 * <p>A counter of the pipeline is what its process counted, from zero at its start; without a
 * report it is zero. A timer cannot be handed on through a file: its percentiles are gauges with
 * the tag {@code percentile}, and the number of its samples is a counter of its own.
 */
public final class HomeMeters {

  /** What follows the name of a timer in the name of its counter of samples. */
  static final String SAMPLES = ".samples";

  private static final Map<String, ToDoubleFunction<Percentiles>> PERCENTILES =
      Map.of("50", Percentiles::p50Ms, "95", Percentiles::p95Ms, "99", Percentiles::p99Ms);

  /** Name of a gauge with the tag {@code state}: 1 for the state the pipeline is in. */
  static final String STATE = "freshet.pipeline.state";

  static final String STATE_DOC =
      "1 for the `state` the pipeline said last it is in, else 0; if it says `running` and `up` is"
          + " 0, it was killed.";

  private final Supplier<Optional<RunStatus>> reports;
  private final Supplier<Optional<MaintenanceReport>> maintenance;
  private final Promise promise;
  private final InstantSource clock;

  private HomeMeters(
      Supplier<Optional<RunStatus>> reports,
      Supplier<Optional<MaintenanceReport>> maintenance,
      Promise promise,
      InstantSource clock) {
    this.reports = new NewestReport<>(reports, System::nanoTime);
    this.maintenance = new NewestReport<>(maintenance, System::nanoTime);
    this.promise = promise;
    this.clock = clock;
  }

  /**
   * Registers all meters.
   *
   * @param pipeline reads what a pipeline said last
   * @param maintenance reads what an optimize process said last
   * @param promise what should be
   */
  public static void register(
      MeterRegistry registry,
      Supplier<Optional<RunStatus>> pipeline,
      Supplier<Optional<MaintenanceReport>> maintenance,
      Promise promise,
      InstantSource clock) {
    HomeMeters meters = new HomeMeters(pipeline, maintenance, promise, clock);
    for (HomeMetric metric : HomeMetric.values()) {
      Gauge.builder(metric.meterName(), meters, self -> self.value(metric))
          .description(metric.doc())
          .baseUnit(metric.unit())
          .strongReference(true)
          .register(registry);
    }
    for (PipelineMetric metric : PipelineMetric.values()) {
      switch (metric.kind()) {
        case COUNTER -> meters.counter(metric, registry);
        case TIMER -> meters.timer(metric, registry);
        case GAUGE -> meters.gauge(metric, registry);
      }
    }
    for (RunStatus.State state : RunStatus.State.values()) {
      Gauge.builder(STATE, meters, self -> self.is(state))
          .description(STATE_DOC)
          .tag("state", state.name().toLowerCase(Locale.ROOT))
          .strongReference(true)
          .register(registry);
    }
    MaintenanceMeters.register(registry, meters.maintenance);
  }

  private void counter(PipelineMetric metric, MeterRegistry registry) {
    FunctionCounter.builder(metric.meterName(), this, self -> self.total(metric))
        .description(metric.doc())
        .baseUnit(metric.unit())
        .register(registry);
  }

  private void timer(PipelineMetric metric, MeterRegistry registry) {
    PERCENTILES.forEach(
        (percentile, millis) ->
            Gauge.builder(metric.meterName(), this, self -> self.timing(metric, millis) / 1e3)
                .description(metric.doc())
                .baseUnit(metric.unit())
                .tag("percentile", percentile)
                .strongReference(true)
                .register(registry));
    FunctionCounter.builder(
            metric.meterName() + SAMPLES,
            this,
            self -> self.percentiles(metric).map(Percentiles::samples).orElse(0L))
        .description("How many samples it is made of, since the process started.")
        .register(registry);
  }

  private void gauge(PipelineMetric metric, MeterRegistry registry) {
    Gauge.builder(metric.meterName(), this, self -> self.admission(metric))
        .description(metric.doc())
        .baseUnit(metric.unit())
        .strongReference(true)
        .register(registry);
  }

  private double value(HomeMetric metric) {
    return metric.of(
        new HomeMetric.Home(reports.get(), maintenance.get(), promise, clock.instant()));
  }

  private double is(RunStatus.State state) {
    return reports.get().filter(report -> report.state() == state).isPresent() ? 1 : 0;
  }

  private double total(PipelineMetric metric) {
    return reports
        .get()
        .map(report -> (double) report.totals().getOrDefault(metric.meterName(), 0L))
        .orElse(0.0);
  }

  private Optional<Percentiles> percentiles(PipelineMetric metric) {
    return reports.get().map(report -> report.timings().get(metric.meterName()));
  }

  private double timing(PipelineMetric metric, ToDoubleFunction<Percentiles> millis) {
    return percentiles(metric)
        .filter(percentiles -> percentiles.samples() > 0)
        .map(millis::applyAsDouble)
        .orElse(Double.NaN);
  }

  private double admission(PipelineMetric metric) {
    Optional<RunStatus.Admission> newest = reports.get().map(RunStatus::admission);
    return switch (metric) {
      case ADMITTED_BYTES -> newest.map(RunStatus.Admission::bytes).orElse(0L);
      case ADMITTED_DURATION -> newest.map(RunStatus.Admission::targetMs).orElse(0L) / 1e3;
      default -> throw new IllegalArgumentException("No report has " + metric);
    };
  }
}
