package dev.freshet.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.FreshetException;
import dev.freshet.home.report.FreshnessTerms;
import dev.freshet.home.report.MaintenanceReport;
import dev.freshet.home.report.Percentiles;
import dev.freshet.home.report.ProcessIdentity;
import dev.freshet.home.report.RunStatus;
import dev.freshet.home.report.WindowFreshness;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class HomeMetersTest {

  private static final Instant NOW = Instant.parse("2026-11-21T10:00:10Z");
  private static final Instant AS_OF = NOW.minusSeconds(3);

  @Test
  void whatThePipelineSaysCanBeScraped() {
    assertThat(scrape(Optional.of(report(RunStatus.State.RUNNING)), Optional.empty()))
        .contains(
            "freshet_pipeline_up 1.0",
            "freshet_pipeline_state{state=\"running\"} 1.0",
            "freshet_pipeline_state{state=\"failed\"} 0.0",
            "freshet_pipeline_records 42.0",
            "freshet_pipeline_lag_seconds 3.0",
            "freshet_pipeline_report_age_seconds 1.0",
            "freshet_source_backlog_files 7.0",
            "freshet_source_backlog_bytes 700.0",
            "freshet_freshness_objective_seconds 2.0",
            "freshet_optimize_expected 1.0",
            "freshet_bronze_rows_total 90.0",
            "freshet_source_bytes_total 1234.0",
            "freshet_freshness_landed_queryable_seconds{percentile=\"95\"} 0.8",
            "freshet_freshness_landed_queryable_samples_total 5.0",
            "freshet_admission_bytes 0.0");
  }

  @Test
  void reportOfMaintenanceCanBeScraped() {
    MaintenanceReport report =
        new MaintenanceReport(
            new MaintenanceReport.Work(
                ProcessIdentity.current(), MaintenanceReport.State.WATCHING, NOW, null),
            new MaintenanceReport.Table(
                9,
                new MaintenanceReport.Stored(3, 100),
                new MaintenanceReport.Tail(2, 60),
                1,
                4,
                0.25,
                null),
            null,
            Map.of(),
            List.of(),
            null);

    assertThat(scrape(Optional.empty(), Optional.of(report)))
        .contains(
            "freshet_optimize_up 1.0",
            "freshet_table_tail_rows 60.0",
            "freshet_table_deleted_share 0.25",
            "freshet_table_recall NaN",
            "freshet_optimize_runs_failed_total{step=\"build-index\"} 0.0");
  }

  @Test
  void pipelineThatEndedIsDownAndItsLastFiguresStay() {
    assertThat(scrape(Optional.of(report(RunStatus.State.FAILED)), Optional.empty()))
        .contains(
            "freshet_pipeline_up 0.0",
            "freshet_pipeline_state{state=\"failed\"} 1.0",
            "freshet_bronze_rows_total 90.0");
  }

  @Test
  void valueThatWasNotReportedIsNotANumber() {
    assertThat(scrape(Optional.empty(), Optional.empty()))
        .contains(
            "freshet_pipeline_up 0.0",
            "freshet_pipeline_records NaN",
            "freshet_optimize_up 0.0",
            "freshet_bronze_rows_total 0.0",
            "freshet_freshness_landed_queryable_seconds{percentile=\"95\"} NaN");
  }

  @Test
  void reportIsReadOnceHoweverManyMetersAsk() {
    AtomicInteger reads = new AtomicInteger();
    PrometheusMeterRegistry registry = MetricsEndpoint.registry();
    HomeMeters.register(
        registry,
        () -> {
          reads.incrementAndGet();
          return Optional.of(report(RunStatus.State.RUNNING));
        },
        Optional::empty,
        new Promise(Duration.ofSeconds(2), true),
        InstantSource.fixed(NOW));

    String scraped = registry.scrape();

    assertThat(scraped.lines().filter(line -> line.startsWith("freshet_"))).hasSizeGreaterThan(150);
    assertThat(reads).hasValueLessThan(10);
  }

  @Test
  void reportIsReadAgainAfterHalfASecondAlsoAfterOneThatCouldNotBe() {
    AtomicInteger reads = new AtomicInteger();
    AtomicLong nanos = new AtomicLong();
    NewestReport<String> newest =
        new NewestReport<>(
            () -> {
              if (reads.incrementAndGet() == 1) {
                throw new FreshetException(ErrorCode.STORE_UNAVAILABLE, "Cannot read it.");
              }
              return Optional.of("report");
            },
            nanos::get);

    assertThat(newest.get()).isEmpty();
    assertThat(newest.get()).isEmpty();
    nanos.addAndGet(Duration.ofMillis(500).toNanos());
    assertThat(newest.get()).contains("report");
    assertThat(reads).hasValue(2);
  }

  @Test
  void freshnessOfEveryWindowCanBeScrapedWithItsSevenTerms() {
    List<String> scraped = scrape(Optional.of(report(RunStatus.State.RUNNING)), Optional.empty());

    assertThat(scraped)
        .contains(
            "freshet_freshness_window_files{window=\"15m\"} 30.0",
            "freshet_freshness_window_seconds{percentile=\"95\",window=\"15m\"} 0.56",
            "freshet_freshness_term_seconds{percentile=\"95\",term=\"detection\",window=\"15m\"} 0.02",
            "freshet_freshness_term_seconds{percentile=\"95\",term=\"commit\",window=\"15m\"} 0.14",
            "freshet_freshness_window_files{window=\"5m\"} 0.0",
            "freshet_freshness_window_seconds{percentile=\"95\",window=\"5m\"} NaN");
    assertThat(scraped)
        .filteredOn(line -> line.startsWith("freshet_freshness_term_seconds"))
        .hasSize(4 * 3 * 7);
  }

  /** Terms of 1 to 7 times {@code seconds}. */
  private static FreshnessTerms terms(double seconds) {
    return FreshnessTerms.of(term -> 1e9 * seconds * (term.ordinal() + 1));
  }

  private static List<String> scrape(
      Optional<RunStatus> pipeline, Optional<MaintenanceReport> maintenance) {
    PrometheusMeterRegistry registry = MetricsEndpoint.registry();
    HomeMeters.register(
        registry,
        () -> pipeline,
        () -> maintenance,
        new Promise(Duration.ofSeconds(2), true),
        InstantSource.fixed(NOW));
    return registry.scrape().lines().toList();
  }

  private static RunStatus report(RunStatus.State state) {
    Percentiles landed = new Percentiles(5, 300, 800, 900);
    return new RunStatus(
        new RunStatus.Activity(ProcessIdentity.current(), state, NOW.minusSeconds(1)),
        new RunStatus.Position("stream", 12, 42, AS_OF),
        List.of(
            new WindowFreshness(
                "15m", 30, new WindowFreshness.Terms(terms(0.01), terms(0.02), terms(0.04)))),
        new RunStatus.Backlog(7, 700),
        null,
        null,
        new RunStatus.Metrics(
            Map.of("freshet.bronze.rows", 90L, "freshet.source.bytes", 1234L),
            Map.of("freshet.freshness.landed.queryable", landed)));
  }
}
