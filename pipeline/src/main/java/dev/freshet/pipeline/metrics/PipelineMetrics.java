package dev.freshet.pipeline.metrics;

import dev.freshet.core.BatchIdentity;
import dev.freshet.core.embed.Embedder;
import dev.freshet.home.metric.PipelineMetric;
import dev.freshet.home.report.Percentiles;
import dev.freshet.pipeline.stage.BatchListener;
import dev.freshet.pipeline.stage.BatchReport;
import dev.freshet.pipeline.stage.ChunkCounts;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns batch reports into meters and one log line each. Thread-safe. */
public final class PipelineMetrics implements BatchListener {

  private static final Logger LOGGER = LoggerFactory.getLogger(PipelineMetrics.class);

  /**
   * Percentiles describe the last five minutes, so that a catch-up does not colour them for ever.
   */
  private static final Duration WINDOW = Duration.ofMinutes(5);

  private static final int WINDOW_SLICES = 5;

  /** Timers count nanoseconds in 64 bits. */
  private static final Duration LONGEST = Duration.ofDays(36_500);

  private final Map<PipelineMetric, Counter> counters = new EnumMap<>(PipelineMetric.class);
  private final Map<PipelineMetric, Timer> timers = new EnumMap<>(PipelineMetric.class);
  private final ServiceMeters service = new ServiceMeters();
  private final Map<PipelineMetric, AtomicReference<Double>> gauges =
      new EnumMap<>(PipelineMetric.class);
  private volatile @Nullable BatchReport lastBatch;

  public PipelineMetrics(MeterRegistry registry) {
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
    LOGGER.atDebug().addKeyValue("batchId", identity.batchId()).log("batch started");
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
        .addKeyValue("rows", report.rows())
        .addKeyValue("files", report.files())
        .addKeyValue("accepted", report.accepted())
        .addKeyValue("quarantined", report.quarantined())
        .addKeyValue("chunks", report.chunks())
        .addKeyValue("embedded", report.chunkCounts().embedded())
        .addKeyValue("bytes", report.bytes())
        .addKeyValue("tokens", report.model().tokens())
        .addKeyValue("embedMs", report.embed().toMillis())
        .addKeyValue("writeMs", report.write().toMillis())
        .addKeyValue("commitMs", report.commit().toMillis())
        .log("batch committed");
  }

  @Override
  public void failed(BatchIdentity identity, Exception cause) {
    add(PipelineMetric.BATCHES_FAILED, 1);
    // The owner of the query logs the error itself, once it knows whether it goes on.
    LOGGER
        .atWarn()
        .addKeyValue("batchId", identity.batchId())
        .addKeyValue("error", cause.toString())
        .log("batch failed");
  }

  private void count(BatchReport report) {
    add(PipelineMetric.BATCHES, 1);
    add(PipelineMetric.FILES, report.files());
    add(PipelineMetric.SOURCE_BYTES, report.bytes());
    add(PipelineMetric.TOKENS_EMBEDDED, report.model().tokens());
    add(PipelineMetric.BRONZE_ROWS, report.rows());
    add(PipelineMetric.SILVER_ROWS, report.valid());
    add(PipelineMetric.QUARANTINED_ROWS, report.unreadable());
    add(PipelineMetric.REFUSED_RECORDS, report.refused());
    add(PipelineMetric.GOLD_ROWS, report.accepted());
    add(PipelineMetric.STALE_EVENTS, report.stale());
    add(PipelineMetric.EMPTY_DOCUMENTS, report.emptyDocuments());
    add(PipelineMetric.CHUNKS, report.chunks());
    count(report.chunkCounts());
    add(PipelineMetric.CONFLICTS, report.conflicts());
  }

  private void count(ChunkCounts chunks) {
    add(PipelineMetric.CHUNKS_CUT, chunks.cut());
    add(PipelineMetric.CHUNKS_EMBEDDED, chunks.embedded());
    add(PipelineMetric.CHUNKS_CACHED, chunks.cached());
    add(PipelineMetric.CHUNKS_REPEATED, chunks.repeated());
    add(PipelineMetric.CHUNKS_REJECTED, chunks.rejected());
  }

  private void time(BatchReport report) {
    time(PipelineMetric.BATCH_EMBED, report.embed());
    time(PipelineMetric.BATCH_MODEL, report.model().took());
    time(PipelineMetric.BATCH_WRITE, report.write());
    time(PipelineMetric.BATCH_COMMIT, report.commit());
    time(
        PipelineMetric.GOLD_TO_QUERYABLE,
        Duration.between(report.layersAt(), report.queryableAt()));
    for (Instant landed : report.landedAt()) {
      time(PipelineMetric.LANDED_TO_BRONZE, Duration.between(landed, report.layersAt()));
      time(PipelineMetric.LANDED_TO_QUERYABLE, Duration.between(landed, report.queryableAt()));
    }
  }

  private void add(PipelineMetric metric, long amount) {
    Objects.requireNonNull(counters.get(metric)).increment((double) amount);
  }

  /**
   * A file from a clock that runs ahead of ours landed "later" than it was read: that is zero. One
   * that claims to be older than a timer can tell is as old as it can tell.
   */
  private void time(PipelineMetric metric, Duration duration) {
    Duration told =
        duration.isNegative()
            ? Duration.ZERO
            : duration.compareTo(LONGEST) > 0 ? LONGEST : duration;
    Objects.requireNonNull(timers.get(metric)).record(told);
  }

  /** From now on the meters of the service tell what {@code embedder} sends to it. */
  public void observe(Embedder embedder) {
    service.observe(embedder);
  }

  public long total(PipelineMetric counter) {
    if (ServiceMeters.has(counter)) {
      return service.total(counter);
    }
    return (long) Objects.requireNonNull(counters.get(counter)).count();
  }

  /** The distribution of a timer over the last five minutes. */
  public Percentiles percentiles(PipelineMetric timer) {
    return Percentiles.of(Objects.requireNonNull(timers.get(timer)));
  }

  /** The newest batch that was not skipped. */
  public Optional<BatchReport> lastBatch() {
    return Optional.ofNullable(lastBatch);
  }
}
