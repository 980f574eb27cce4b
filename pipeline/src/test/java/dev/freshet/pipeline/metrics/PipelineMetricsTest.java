package dev.freshet.pipeline.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import dev.freshet.core.BatchIdentity;
import dev.freshet.core.embed.EmbedOutcome;
import dev.freshet.core.embed.Embedder;
import dev.freshet.core.embed.EmbedderSpec;
import dev.freshet.core.embed.InputType;
import dev.freshet.core.embed.ServiceCounts;
import dev.freshet.home.layer.Lineage;
import dev.freshet.home.layer.Quarantine;
import dev.freshet.home.layer.QuarantineRow;
import dev.freshet.home.metric.PipelineMetric;
import dev.freshet.home.quarantine.ReasonGroup;
import dev.freshet.home.report.FreshnessTerms;
import dev.freshet.home.report.FreshnessWindow;
import dev.freshet.home.report.Percentiles;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PipelineMetricsTest {

  private final ManualClock clock = new ManualClock();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry(SimpleConfig.DEFAULT, clock);
  private final PipelineMetrics metrics = new PipelineMetrics(registry);

  @Test
  void everyMeterIsRegisteredFromTheStart() {
    assertThat(registry.getMeters())
        .extracting(meter -> meter.getId().getName())
        .containsAll(
            Arrays.stream(PipelineMetric.values()).map(PipelineMetric::meterName).toList());
    assertThat(registry.getMeters())
        .extracting(Meter::getId)
        .filteredOn(id -> !id.getName().endsWith(".percentile"))
        .allSatisfy(id -> assertThat(id.getDescription()).isNotBlank());
  }

  @Test
  void completedBatchIsCounted() {
    BatchReport report = BatchReports.of("s", 1);

    metrics.completed(report);

    assertThat(metrics.total(PipelineMetric.BATCHES)).isEqualTo(1);
    assertThat(metrics.total(PipelineMetric.FILES)).isEqualTo(2);
    assertThat(metrics.total(PipelineMetric.BRONZE_ROWS)).isEqualTo(10);
    assertThat(metrics.total(PipelineMetric.SILVER_ROWS)).isEqualTo(9);
    assertThat(metrics.total(PipelineMetric.QUARANTINED_ROWS)).isEqualTo(1);
    assertThat(metrics.total(PipelineMetric.GOLD_ROWS)).isEqualTo(5);
    assertThat(metrics.total(PipelineMetric.STALE_EVENTS)).isEqualTo(3);
    assertThat(metrics.total(PipelineMetric.REFUSED_RECORDS)).isEqualTo(1);
    assertThat(metrics.total(PipelineMetric.EMPTY_DOCUMENTS)).isEqualTo(1);
    assertThat(metrics.total(PipelineMetric.CHUNKS)).isEqualTo(8);
    assertThat(metrics.total(PipelineMetric.CHUNKS_CUT)).isEqualTo(9);
    assertThat(metrics.total(PipelineMetric.CHUNKS_EMBEDDED)).isEqualTo(4);
    assertThat(metrics.total(PipelineMetric.CHUNKS_CACHED)).isEqualTo(3);
    assertThat(metrics.total(PipelineMetric.CHUNKS_REPEATED)).isEqualTo(1);
    assertThat(metrics.total(PipelineMetric.CHUNKS_REJECTED)).isEqualTo(1);
    assertThat(metrics.total(PipelineMetric.CONFLICTS)).isEqualTo(2);
    assertThat(metrics.total(PipelineMetric.SOURCE_BYTES)).isEqualTo(2_048);
    assertThat(metrics.total(PipelineMetric.TOKENS_EMBEDDED)).isEqualTo(400);
    assertThat(metrics.percentiles(PipelineMetric.BATCH_MODEL).p50Ms()).isBetween(14.0, 16.0);
    assertThat(metrics.lastBatch()).contains(report);
  }

  @Test
  void quarantinedRowsAreCountedByTheirReason() {
    metrics.quarantined(List.of(quarantined(3, "no JSON (column 3)"), quarantined(4, "no key")));
    metrics.quarantined(List.of(quarantined(9, "no JSON (column 12)")));

    assertThat(metrics.quarantineReasons())
        .containsExactly(
            new ReasonGroup(2, "no JSON (column …)", "/landing/a.json", 3),
            new ReasonGroup(1, "no key", "/landing/a.json", 4));
  }

  private static QuarantineRow quarantined(long line, String reason) {
    return new QuarantineRow(
        new Lineage(new BatchIdentity("s", 1), 1, "/landing/a.json", line, Instant.EPOCH),
        Quarantine.Stage.READ,
        reason,
        null,
        null,
        null);
  }

  @Test
  void metersOfTheServiceShowWhatTheEmbedderCountsNow() {
    AtomicReference<ServiceCounts> counts =
        new AtomicReference<>(new ServiceCounts(1, 2, 3, 4, 5, 6));
    assertThat(metrics.total(PipelineMetric.SERVICE_REQUESTS)).isZero();

    metrics.observe(new CountedEmbedder(counts::get));
    counts.set(new ServiceCounts(11, 12, 13, 14, 15, 16));

    assertThat(
            Stream.of(
                PipelineMetric.SERVICE_REQUESTS,
                PipelineMetric.SERVICE_RETRIES,
                PipelineMetric.SERVICE_THROTTLED,
                PipelineMetric.SERVICE_TOKENS,
                PipelineMetric.SERVICE_SPLITS,
                PipelineMetric.SERVICE_CIRCUIT_OPENINGS))
        .extracting(
            metrics::total,
            metric -> (long) registry.get(metric.meterName()).functionCounter().count())
        .containsExactly(
            tuple(11L, 11L),
            tuple(12L, 12L),
            tuple(13L, 13L),
            tuple(14L, 14L),
            tuple(15L, 15L),
            tuple(16L, 16L));
  }

  @Test
  void repeatedBatchCountsAsSkippedAndAsNothingElse() {
    BatchReport first = BatchReports.of("s", 1);
    metrics.completed(first);

    metrics.completed(BatchReport.skipped(first.identity(), BatchReports.LANDED));

    assertThat(metrics.total(PipelineMetric.BATCHES_SKIPPED)).isEqualTo(1);
    assertThat(metrics.total(PipelineMetric.BATCHES)).isEqualTo(1);
    assertThat(metrics.percentiles(PipelineMetric.BATCH_EMBED).samples()).isEqualTo(1);
    assertThat(metrics.lastBatch()).contains(first);
  }

  @Test
  void failedBatchIsCountedAndLeavesNoOtherTrace() {
    BatchIdentity batch = new BatchIdentity("s", 1);
    metrics.started(batch);

    metrics.failed(batch, new IllegalStateException("store"));

    assertThat(metrics.total(PipelineMetric.BATCHES_FAILED)).isEqualTo(1);
    assertThat(metrics.total(PipelineMetric.BATCHES)).isZero();
    assertThat(metrics.lastBatch()).isEmpty();
  }

  @Test
  void equationsHoldAfterAnyBatches() {
    Random random = new Random(11);
    for (int batch = 1; batch <= 200; batch++) {
      metrics.completed(BatchReports.random(random, batch));
      if (random.nextInt(10) == 0) {
        metrics.completed(BatchReport.skipped(new BatchIdentity("s", batch), BatchReports.LANDED));
      }

      assertThat(CounterEquation.broken(metrics)).as("after batch %s", batch).isEmpty();
    }
  }

  @Test
  void lostLineBreaksAnEquation() {
    BatchReport whole = BatchReports.of("s", 1);
    BatchReport lossy =
        new BatchReport(
            whole.identity(),
            false,
            whole.files(),
            new BatchReport.LineTotals(11, 9, 1),
            whole.changes(),
            whole.vectors(),
            whole.timings());

    metrics.completed(lossy);

    assertThat(CounterEquation.broken(metrics))
        .containsExactly("EVERY_LINE_IS_SILVER_OR_QUARANTINED: 11 = [9, 1]");
  }

  @Test
  void percentilesAreThoseOfTheRecordedTimes() {
    List<Instant> landed =
        IntStream.rangeClosed(1, 100).mapToObj(BatchReports.LANDED::minusMillis).toList();

    metrics.completed(BatchReports.landed("s", 1, landed, BatchReports.LANDED));

    Percentiles freshness = metrics.percentiles(PipelineMetric.LANDED_TO_QUERYABLE);
    assertThat(freshness.samples()).isEqualTo(100);
    assertThat(freshness.p50Ms()).isCloseTo(50, within(5.0));
    assertThat(freshness.p95Ms()).isCloseTo(95, within(9.0));
    assertThat(freshness.p99Ms()).isCloseTo(99, within(9.0));
  }

  @Test
  void timesOfLongAgoAreNotInThePercentiles() {
    metrics.completed(BatchReports.landed("s", 1, landed(600_000), BatchReports.LANDED));
    clock.advance(Duration.ofMinutes(6));
    metrics.completed(BatchReports.landed("s", 2, landed(100), BatchReports.LANDED));

    Percentiles freshness = metrics.percentiles(PipelineMetric.LANDED_TO_QUERYABLE);

    assertThat(freshness.samples()).isEqualTo(2);
    assertThat(freshness.p99Ms()).isCloseTo(100, within(10.0));
  }

  /** Bronze 900 ms and Gold 800 ms before the vector table, as the batch of the test says. */
  @Test
  void layersAreMeasuredAtTheirOwnCommits() {
    metrics.completed(BatchReports.landed("s", 1, landed(5_000), BatchReports.LANDED));

    assertThat(metrics.percentiles(PipelineMetric.LANDED_TO_BRONZE).p95Ms())
        .isCloseTo(4_100, within(100.0));
    assertThat(metrics.percentiles(PipelineMetric.BRONZE_TO_GOLD).p95Ms())
        .isCloseTo(100, within(5.0));
    assertThat(metrics.percentiles(PipelineMetric.GOLD_TO_QUERYABLE).p95Ms())
        .isCloseTo(800, within(30.0));
  }

  @Test
  void termsOfTheWindowAddUpToItsPercentile() {
    metrics.completed(BatchReports.landed("s", 1, landed(5_000), BatchReports.LANDED));

    FreshnessTerms terms = metrics.freshness(FreshnessWindow.DEFAULT).terms().p95();

    assertThat(terms.totalMillis()).isEqualTo(5_000);
    assertThat(terms.millis().values())
        .containsExactly(3.0, 3_797.0, 100.0, 100.0, 200.0, 760.0, 40.0);
  }

  @Test
  void fileFromAClockThatRunsAheadWasFreshAtOnce() {
    metrics.completed(BatchReports.landed("s", 1, landed(-60_000), BatchReports.LANDED));

    Percentiles freshness = metrics.percentiles(PipelineMetric.LANDED_TO_QUERYABLE);
    assertThat(freshness.samples()).isEqualTo(1);
    assertThat(freshness.p99Ms()).isZero();
  }

  private static List<Instant> landed(long millisBefore) {
    return List.of(BatchReports.LANDED.minusMillis(millisBefore));
  }

  /** Time that passes when the test says so. */
  private static final class ManualClock implements Clock {

    private Duration now = Duration.ofDays(1);

    void advance(Duration duration) {
      now = now.plus(duration);
    }

    @Override
    public long wallTime() {
      return now.toMillis();
    }

    @Override
    public long monotonicTime() {
      return now.toNanos();
    }
  }

  /** A model that only has counts. */
  private record CountedEmbedder(Supplier<ServiceCounts> counts) implements Embedder {

    @Override
    public ServiceCounts serviceCounts() {
      return counts.get();
    }

    @Override
    public EmbedderSpec spec() {
      throw new UnsupportedOperationException();
    }

    @Override
    public int countTokens(String text) {
      throw new UnsupportedOperationException();
    }

    @Override
    public List<EmbedOutcome> embed(List<String> texts, InputType type) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
  }
}
