package dev.freshet.server.metrics;

import dev.freshet.home.metric.MaintenanceMeters;
import dev.freshet.home.metric.Metric;
import dev.freshet.home.metric.PipelineMetric;
import dev.freshet.home.report.FreshnessTerm;
import dev.freshet.home.report.FreshnessTerms;
import dev.freshet.home.report.FreshnessWindow;
import dev.freshet.home.report.MaintenanceReport;
import dev.freshet.home.report.Percentiles;
import dev.freshet.home.report.RunStatus;
import dev.freshet.home.report.WindowFreshness;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/**
 * Publishes what the pipeline and the optimize process of a home report in their files, so that one
 * scrape sees the whole home. Reads only. Thread-safe.
 *
 * <p>A counter of the pipeline has the value its process counted, from zero at its start; without a
 * report it is zero. A timer cannot be passed on through a file: its percentiles are gauges with
 * the tag {@code percentile}, and the number of its samples is a counter of its own.
 */
public final class HomeMeters {

  /** The state of the pipeline: a gauge for each value of the tag {@code state}. */
  static final Metric STATE =
      described(
          "freshet.pipeline.state",
          Metric.Kind.GAUGE,
          "flag",
          "1 for the `state` the pipeline reported last, else 0; if that is `running` and `up` is"
              + " 0, it was killed.");

  private static final Map<String, ToDoubleFunction<Percentiles>> PERCENTILES =
      Map.of("50", Percentiles::p50Ms, "95", Percentiles::p95Ms, "99", Percentiles::p99Ms);

  private static final Map<String, Function<WindowFreshness.Terms, FreshnessTerms>> TERMS =
      Map.of(
          "50", WindowFreshness.Terms::p50,
          "95", WindowFreshness.Terms::p95,
          "99", WindowFreshness.Terms::p99);

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
   * @param pipeline reads the last report of the pipeline
   * @param maintenance reads the last report of an optimize process
   * @param promise what the configuration says there should be
   */
  public static void register(
      MeterRegistry registry,
      Supplier<Optional<RunStatus>> pipeline,
      Supplier<Optional<MaintenanceReport>> maintenance,
      Promise promise,
      InstantSource clock) {
    HomeMeters meters = new HomeMeters(pipeline, maintenance, promise, clock);
    for (HomeMetric metric : HomeMetric.values()) {
      metric.registerGauge(registry, Tags.empty(), meters, self -> self.value(metric));
    }
    for (PipelineMetric metric : PipelineMetric.values()) {
      switch (metric.kind()) {
        case COUNTER ->
            metric.registerCounter(registry, Tags.empty(), meters, self -> self.total(metric));
        case TIMER -> meters.timer(metric, registry);
        case GAUGE ->
            metric.registerGauge(registry, Tags.empty(), meters, self -> self.admission(metric));
      }
    }
    for (RunStatus.State state : RunStatus.State.values()) {
      Tags tag = Tags.of("state", state.name().toLowerCase(Locale.ROOT));
      STATE.registerGauge(registry, tag, meters, self -> self.is(state));
    }
    for (FreshnessWindow window : FreshnessWindow.values()) {
      meters.freshness(window, registry);
    }
    MaintenanceMeters.register(registry, meters.maintenance);
  }

  private void freshness(FreshnessWindow window, MeterRegistry registry) {
    Tags tag = Tags.of("window", window.label());
    FreshnessMetric.FILES.registerGauge(
        registry,
        tag,
        this,
        self -> self.reports.get().map(report -> report.freshness(window).files()).orElse(0L));
    TERMS.forEach(
        (percentile, terms) -> {
          Tags tags = tag.and("percentile", percentile);
          FreshnessMetric.PERCENTILE.registerGauge(
              registry,
              tags,
              this,
              self -> self.freshness(window, terms, FreshnessTerms::totalMillis));
          for (FreshnessTerm term : FreshnessTerm.values()) {
            FreshnessMetric.TERM.registerGauge(
                registry,
                tags.and("term", term.label()),
                this,
                self -> self.freshness(window, terms, known -> known.millis(term)));
          }
        });
  }

  /** Seconds; not a number while no file became queryable within the window. */
  private double freshness(
      FreshnessWindow window,
      Function<WindowFreshness.Terms, FreshnessTerms> percentile,
      ToDoubleFunction<FreshnessTerms> millis) {
    return reports
        .get()
        .map(report -> report.freshness(window).terms())
        .map(terms -> millis.applyAsDouble(percentile.apply(terms)) / 1e3)
        .orElse(Double.NaN);
  }

  private static Metric described(String name, Metric.Kind kind, String unit, String doc) {
    Metric.Description description = new Metric.Description(name, kind, unit, doc);
    return () -> description;
  }

  private void timer(PipelineMetric metric, MeterRegistry registry) {
    PERCENTILES.forEach(
        (percentile, millis) ->
            metric.registerGauge(
                registry,
                Tags.of("percentile", percentile),
                this,
                self -> self.timing(metric, millis) / 1e3));
    samples(metric)
        .registerCounter(
            registry,
            Tags.empty(),
            this,
            self -> self.percentiles(metric).map(Percentiles::samples).orElse(0L));
  }

  /** The counter of the samples a timer is made of. */
  static Metric samples(PipelineMetric timer) {
    return described(
        timer.meterName() + ".samples",
        Metric.Kind.COUNTER,
        "samples",
        "How many samples it is made of, since the process started.");
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
        .filter(HomeMeters::measured)
        .map(millis::applyAsDouble)
        .orElse(Double.NaN);
  }

  /** A timer says zero for every percentile when it saw no value for five minutes. */
  private static boolean measured(Percentiles percentiles) {
    return percentiles.samples() > 0 && percentiles.p99Ms() > 0;
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
