package dev.freshet.pipeline.metrics;

import dev.freshet.core.BatchIdentity;
import dev.freshet.core.embed.Embedder;
import dev.freshet.home.layer.QuarantineRow;
import dev.freshet.home.metric.PipelineMetric;
import dev.freshet.home.quarantine.ReasonGroup;
import dev.freshet.home.quarantine.ReasonGroups;
import dev.freshet.home.report.FreshnessTerms;
import dev.freshet.home.report.FreshnessWindow;
import dev.freshet.home.report.Percentiles;
import dev.freshet.home.report.WindowFreshness;
import dev.freshet.storage.damage.Damage;
import dev.freshet.storage.damage.DamageListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns batch reports into meters and one log line each. Thread-safe. */
public final class PipelineMetrics implements BatchListener, DamageListener {

  private static final Logger LOGGER = LoggerFactory.getLogger(PipelineMetrics.class);

  /** Percentiles describe the last five minutes, so that a catch-up does not stay in them. */
  private static final Duration WINDOW = Duration.ofMinutes(5);

  private static final int WINDOW_SLICES = 5;

  /** Timers count nanoseconds in 64 bits, which hold a little more than this. */
  private static final Duration LONGEST = Duration.ofDays(36_500);

  private final Map<PipelineMetric, Counter> counters = new EnumMap<>(PipelineMetric.class);
  private final Map<PipelineMetric, Timer> timers = new EnumMap<>(PipelineMetric.class);
  private final ServiceMeters service = new ServiceMeters();
  private final ReasonGroups reasons = new ReasonGroups();
  private final Map<PipelineMetric, AtomicReference<Double>> gauges =
      new EnumMap<>(PipelineMetric.class);
  private final FreshnessHistory freshness;
  private volatile @Nullable BatchReport lastBatch;

  /** Registers every meter, so that each exists from the start. */
  public PipelineMetrics(MeterRegistry registry) {
    this.freshness = new FreshnessHistory(registry.config().clock()::monotonicTime);
    for (PipelineMetric metric : PipelineMetric.values()) {
      switch (metric.kind()) {
        case COUNTER -> {
          if (ServiceMeters.has(metric)) {
            service.register(metric, registry);
          } else {
            counters.put(
                metric,
                Counter.builder(metric.meterName())
                    .description(metric.doc())
                    .baseUnit(metric.unit())
                    .register(registry));
          }
        }
        case TIMER ->
            timers.put(
                metric,
                Timer.builder(metric.meterName())
                    .description(metric.doc())
                    .publishPercentiles(0.5, 0.95, 0.99)
                    .distributionStatisticExpiry(WINDOW)
                    .distributionStatisticBufferLength(WINDOW_SLICES)
                    .register(registry));
        case GAUGE -> {
          AtomicReference<Double> value = new AtomicReference<>(0.0);
          gauges.put(metric, value);
          Gauge.builder(metric.meterName(), value, AtomicReference::get)
              .description(metric.doc())
              .baseUnit(metric.unit())
              .strongReference(true)
              .register(registry);
        }
      }
    }
  }

  /** Counts one more. */
  public void count(PipelineMetric counter) {
    add(counter, 1);
  }

  /** Sets a gauge. */
  public void set(PipelineMetric gauge, double value) {
    Objects.requireNonNull(gauges.get(gauge)).set(value);
  }

  @Override
  public void started(BatchIdentity identity) {
    LOGGER.atInfo().addKeyValue("batchId", identity.batchId()).log("batch started");
  }

  @Override
  public void completed(BatchReport report) {
    if (report.skipped()) {
      add(PipelineMetric.BATCHES_SKIPPED, 1);
      LOGGER
          .atInfo()
          .addKeyValue("batchId", report.identity().batchId())
          .log("batch skipped, it was committed before");
      return;
    }
    lastBatch = report;
    count(report);
    time(report);
    LOGGER
        .atInfo()
        .addKeyValue("batchId", report.identity().batchId())
        .addKeyValue("rows", report.lines().landed())
        .addKeyValue("files", report.files().count())
        .addKeyValue("accepted", report.changes().accepted())
        .addKeyValue("quarantined", report.quarantined())
        .addKeyValue("chunks", report.vectors().rows())
        .addKeyValue("bytes", report.files().bytes())
        .addKeyValue("tokens", report.vectors().model().tokens())
        .addKeyValue("embedMs", report.timings().embed().toMillis())
        .addKeyValue("writeMs", report.timings().write().toMillis())
        .addKeyValue("commitMs", report.timings().commit().toMillis())
        .log("batch committed");
  }

  @Override
  public void failed(BatchIdentity identity, Exception cause) {
    add(PipelineMetric.BATCHES_FAILED, 1);
    // The owner of the query logs the error with its stack, once it has decided about a retry.
    LOGGER
        .atWarn()
        .addKeyValue("batchId", identity.batchId())
        .addKeyValue("error", cause.toString())
        .log("batch failed");
  }

  /** Counts the rows by their reason, and logs the first row of each reason. */
  @Override
  public void quarantined(List<QuarantineRow> rows) {
    for (QuarantineRow row : rows) {
      if (reasons.add(row.reason(), row.lineage().file(), row.lineage().line())) {
        LOGGER
            .atWarn()
            .addKeyValue("reason", row.reason())
            .addKeyValue("path", row.lineage().file())
            .addKeyValue("line", row.lineage().line())
            .log("rows go to quarantine, the first for this reason");
      }
    }
  }

  /** Counts the damage, and logs it. */
  @Override
  public void found(Damage damage) {
    add(PipelineMetric.DAMAGES, 1);
    LOGGER
        .atWarn()
        .addKeyValue("path", damage.file())
        .addKeyValue("reason", damage.reason())
        .addKeyValue("outcome", damage.outcome())
        .log("a file of the home is damaged");
  }

  /** The rows that were put into quarantine, by their reason, the most frequent first. */
  public List<ReasonGroup> quarantineReasons() {
    return reasons.largestFirst();
  }

  private void count(BatchReport report) {
    add(PipelineMetric.BATCHES, 1);
    add(PipelineMetric.FILES, report.files().count());
    add(PipelineMetric.SOURCE_BYTES, report.files().bytes());
    add(PipelineMetric.TOKENS_EMBEDDED, report.vectors().model().tokens());
    add(PipelineMetric.BRONZE_ROWS, report.lines().landed());
    add(PipelineMetric.SILVER_ROWS, report.lines().valid());
    add(PipelineMetric.QUARANTINED_ROWS, report.lines().unreadable());
    add(PipelineMetric.REFUSED_RECORDS, report.changes().refused());
    add(PipelineMetric.GOLD_ROWS, report.changes().accepted());
    add(PipelineMetric.STALE_EVENTS, report.changes().stale());
    add(PipelineMetric.BACKWARDS_EVENTS, report.changes().backwards());
    add(PipelineMetric.RENAMED_RECORDS, report.changes().renamed());
    add(PipelineMetric.EMPTY_DOCUMENTS, report.changes().emptyDocuments());
    add(PipelineMetric.CHUNKS, report.vectors().rows());
    count(report.vectors().chunks());
    add(PipelineMetric.CONFLICTS, report.vectors().conflicts());
  }

  private void count(ChunkCounts chunks) {
    add(PipelineMetric.CHUNKS_CUT, chunks.cut());
    add(PipelineMetric.CHUNKS_EMBEDDED, chunks.embedded());
    add(PipelineMetric.CHUNKS_CACHED, chunks.cached());
    add(PipelineMetric.CHUNKS_REPEATED, chunks.repeated());
    add(PipelineMetric.CHUNKS_REJECTED, chunks.rejected());
  }

  private void time(BatchReport report) {
    time(PipelineMetric.BATCH_EMBED, report.timings().embed());
    time(PipelineMetric.BATCH_MODEL, report.vectors().model().took());
    time(PipelineMetric.BATCH_WRITE, report.timings().write());
    time(PipelineMetric.BATCH_COMMIT, report.timings().commit());
    BatchTimeline timeline = report.timings().timeline();
    Instant bronzeAt = timeline.layers().bronzeAt();
    Instant goldAt = timeline.layers().goldAt();
    time(PipelineMetric.BRONZE_TO_GOLD, Duration.between(bronzeAt, goldAt));
    time(PipelineMetric.GOLD_TO_QUERYABLE, Duration.between(goldAt, timeline.queryableAt()));
    for (BatchReport.Arrival file : report.files().arrivals()) {
      time(PipelineMetric.LANDED_TO_BRONZE, Duration.between(file.landedAt(), bronzeAt));
      FreshnessTerms terms = timeline.terms(file);
      time(PipelineMetric.LANDED_TO_QUERYABLE, terms.total());
      freshness.add(terms);
    }
  }

  private void add(PipelineMetric metric, long amount) {
    Objects.requireNonNull(counters.get(metric)).increment((double) amount);
  }

  /**
   * Records a duration within the limits of a timer. A file from a clock that runs ahead of ours
   * "landed" after it was read: that counts as zero. One that claims to be older than a timer can
   * hold counts as the longest duration.
   */
  private void time(PipelineMetric metric, Duration duration) {
    Duration recorded =
        duration.isNegative()
            ? Duration.ZERO
            : duration.compareTo(LONGEST) > 0 ? LONGEST : duration;
    Objects.requireNonNull(timers.get(metric)).record(recorded);
  }

  /** From now on the meters of the service show what {@code embedder} sends to it. */
  public void observe(Embedder embedder) {
    service.observe(embedder);
  }

  /** The value of a counter. */
  public long total(PipelineMetric counter) {
    if (ServiceMeters.has(counter)) {
      return service.total(counter);
    }
    return (long) Objects.requireNonNull(counters.get(counter)).count();
  }

  /**
   * The distribution of a timer over the last five minutes. Landed to queryable is told as {@link
   * #freshness} tells it, so that both are the same number.
   */
  public Percentiles percentiles(PipelineMetric timer) {
    Percentiles timed = Percentiles.of(Objects.requireNonNull(timers.get(timer)));
    if (timer != PipelineMetric.LANDED_TO_QUERYABLE) {
      return timed;
    }
    WindowFreshness.Terms terms = freshness(FreshnessWindow.DEFAULT).terms();
    return terms == null
        ? new Percentiles(timed.samples(), 0, 0, 0)
        : new Percentiles(
            timed.samples(),
            terms.p50().totalMillis(),
            terms.p95().totalMillis(),
            terms.p99().totalMillis());
  }

  /** Landed to queryable of the files that became queryable within a window before now. */
  public WindowFreshness freshness(FreshnessWindow window) {
    return freshness.over(window);
  }

  /** The newest batch that was not skipped. */
  public Optional<BatchReport> lastBatch() {
    return Optional.ofNullable(lastBatch);
  }
}
