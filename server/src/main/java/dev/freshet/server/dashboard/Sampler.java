package dev.freshet.server.dashboard;

import dev.freshet.home.report.FreshnessWindow;
import dev.freshet.home.report.HomeStatus;
import dev.freshet.home.report.RunStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Samples a pipeline every two seconds and keeps one hour of points. A sample reads two small files
 * and the state of the open table. A sample that fails is left out: the dashboard then shows the
 * last good one, with its time.
 */
final class Sampler implements AutoCloseable {

  static final Duration PERIOD = Duration.ofSeconds(2);
  private static final Duration KEPT = Duration.ofHours(1);

  private static final Logger LOGGER = LoggerFactory.getLogger(Sampler.class);

  private final PipelineSource source;
  private final ScheduledExecutorService executor;
  private final InstantSource clock;
  private final History history = new History((int) KEPT.dividedBy(PERIOD));
  private final BatchLog batches = new BatchLog();
  private final OnDemand<Long> quarantined;

  private volatile @Nullable Overview newest;
  private volatile long quarantinedRows;
  private volatile boolean failing;
  private @Nullable ScheduledFuture<?> looking;

  Sampler(PipelineSource source, ScheduledExecutorService executor, InstantSource clock) {
    this.source = source;
    this.executor = executor;
    this.clock = clock;
    this.quarantined =
        new OnDemand<>(source::quarantineStamp, source::quarantined, executor, System::nanoTime);
  }

  synchronized void start() {
    looking =
        executor.scheduleWithFixedDelay(
            this::lookSafely, 0, PERIOD.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void lookSafely() {
    try {
      look();
      failing = false;
    } catch (RuntimeException e) {
      if (!failing) {
        failing = true;
        LOGGER.atWarn().setCause(e).log("report cannot be read, the dashboard shows older figures");
      }
    }
  }

  /** Takes one sample. */
  synchronized Overview look() {
    quarantined
        .current()
        .whenComplete(
            (rows, failure) -> {
              if (failure == null) {
                quarantinedRows = rows;
              }
            });
    Optional<RunStatus> report = source.report();
    report.map(RunStatus::lastBatch).ifPresent(batches::saw);
    HomeStatus status =
        HomeStatus.of(
            source.name(),
            report,
            quarantinedRows,
            source.table(),
            source.maintenance(),
            FreshnessWindow.DEFAULT);
    QueryFigures queries = source.queries();
    Instant now = clock.instant();
    history.add(HistoryPoint.of(now, status, queries, history.newest()));
    Overview overview = Overview.of(now, source, status, report, queries, history);
    newest = overview;
    return overview;
  }

  /** The newest sample; empty before the first one that succeeded. */
  Optional<Overview> newest() {
    return Optional.ofNullable(newest);
  }

  History history() {
    return history;
  }

  BatchLog batches() {
    return batches;
  }

  @Override
  public synchronized void close() {
    if (looking != null) {
      looking.cancel(false);
    }
  }
}
