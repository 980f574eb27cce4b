package dev.freshet.pipeline.run;

import dev.freshet.core.config.FreshetConfig;
import dev.freshet.core.embed.Embedder;
import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.FailureClass;
import dev.freshet.core.error.FreshetException;
import dev.freshet.home.HomeLock;
import dev.freshet.home.metric.PipelineMetric;
import dev.freshet.home.process.Owned;
import dev.freshet.home.report.RunStatus;
import dev.freshet.home.settings.SettingsFile;
import dev.freshet.pipeline.cluster.WorkDistribution;
import dev.freshet.pipeline.landing.SourceAccess;
import dev.freshet.pipeline.metrics.PipelineMetrics;
import dev.freshet.pipeline.session.SparkSessions;
import dev.freshet.pipeline.stage.BatchStep;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A pipeline from the landing zone to the vector table. Opens everything, recovers from a crash,
 * runs the streaming query and starts it again after failures that pass.
 *
 * <p>One process per home: a second one is refused. {@link #run} may be called once; {@link #stop}
 * from any thread.
 */
public final class IngestPipeline {

  private static final Logger LOGGER = LoggerFactory.getLogger(IngestPipeline.class);

  private final FreshetConfig config;
  private final Embedder embedder;
  private final Documents documents;
  private final VectorStore store;
  private final PipelineMetrics metrics;
  private final WorkDistribution distribution;
  private final StopGate gate = new StopGate();
  private final CountDownLatch ready = new CountDownLatch(1);
  private final StartPhase startPhase = new StartPhase();
  private volatile @Nullable StatusReporter reporter;
  private volatile long readyNanos;
  private Consumer<BatchStep> steps = step -> {};

  /**
   * @param embedder stays the caller's to close, after {@link #run} has returned
   * @param documents how lines become documents, and documents chunks
   * @param distribution which work of a batch the executors do, if the Spark master is a cluster
   */
  public IngestPipeline(
      FreshetConfig config,
      Embedder embedder,
      Documents documents,
      VectorStore store,
      PipelineMetrics metrics,
      WorkDistribution distribution) {
    this.config = config;
    this.embedder = embedder;
    this.documents = documents;
    this.store = store;
    this.metrics = metrics;
    this.distribution = distribution;
  }

  /** Calls {@code observer} at every step of every batch; for crash tests. */
  void observeSteps(Consumer<BatchStep> observer) {
    this.steps = observer;
  }

  /** Ends {@link #run} after the batch that is under way. */
  public void stop() {
    gate.close();
  }

  /**
   * Waits until the query runs and files that land are picked up at once.
   *
   * @return whether it does
   */
  public boolean awaitReady(Duration timeout) throws InterruptedException {
    return ready.await(timeout.toMillis(), TimeUnit.MILLISECONDS);
  }

  /**
   * Waits until another process may use the processor too: the pipeline runs and has processed what
   * had landed before its start, or has tried for a minute. One thread at a time may call it.
   *
   * @return whether that is so now
   */
  public boolean awaitSettled(Duration timeout) throws InterruptedException {
    StatusReporter running = awaitReady(timeout) ? reporter : null;
    if (running == null) {
      return false;
    }
    Duration since = Duration.ofNanos(System.nanoTime() - readyNanos);
    if (startPhase.isOver(since, running.found(), running.committed())) {
      return true;
    }
    TimeUnit.MILLISECONDS.sleep(timeout.toMillis());
    return false;
  }

  /**
   * Runs until {@link #stop}, or with {@code once} until everything that had landed is queryable.
   *
   * @throws FreshetException if the configuration, the landing zone or a store does not allow it,
   *     or if failures do not pass
   */
  public RunSummary run(boolean once) {
    long started = System.nanoTime();
    ConfigCheck.requireUsable(config);
    requireLandingPath();
    metrics.observe(embedder);
    try (Owned owned = new Owned()) {
      owned.own(HomeLock.RUN.acquire(config.home()));
      boolean emptyTable = !Files.exists(config.layout().vectorTable());
      SparkSession spark = SparkSessions.start(config.name());
      OpenPipeline open =
          owned.own(
              OpenPipeline.open(
                  config,
                  distribution.embedder(embedder, spark),
                  documents,
                  new DistributedStore(store, distribution, spark),
                  metrics,
                  spark));
      new SettingsFile(config.layout())
          .run(config, Instant.now(), emptyTable || open.hasFreshTable());
      open.processor().observeSteps(steps);
      supervise(open, new FusedQuery(spark, config, gate), once);
      return summary(open, started);
    }
  }

  private void requireLandingPath() {
    Optional<FreshetException> problem = new SourceAccess(config).problem();
    if (problem.isPresent()) {
      throw problem.get();
    }
  }

  private void supervise(OpenPipeline open, FusedQuery query, boolean once) {
    RetryPolicy policy = RetryPolicy.of(once);
    int failures = 0;
    long firstFailure = 0;
    while (!gate.isClosed()) {
      long batchesBefore = metrics.total(PipelineMetric.BATCHES);
      Optional<Throwable> failure = runQuery(open, query, once);
      if (failure.isEmpty() && !gate.isClosed() && healsContent(open, once)) {
        continue;
      }
      if (failure.isEmpty()) {
        open.reporter().state(RunStatus.State.STOPPED);
        return;
      }
      failures = metrics.total(PipelineMetric.BATCHES) > batchesBefore ? 1 : failures + 1;
      if (replacesTable(open)) {
        continue;
      }
      firstFailure = failures == 1 ? System.nanoTime() : firstFailure;
      Duration sinceFirst = Duration.ofNanos(System.nanoTime() - firstFailure);
      Optional<Duration> pause = policy.pause(failure.get(), failures, sinceFirst);
      if (pause.isEmpty()) {
        if (FailureClass.of(failure.get()) == FailureClass.MEMORY) {
          open.outOfMemory();
        }
        open.reporter().state(RunStatus.State.FAILED);
        throw failed(failure.get());
      }
      open.reporter().state(RunStatus.State.RETRYING);
      LOGGER
          .atWarn()
          .addKeyValue("query", config.name())
          .addKeyValue("failures", failures)
          .addKeyValue("waitMs", pause.get().toMillis())
          .addKeyValue("error", RetryPolicy.reason(failure.get()))
          .setCause(FailureClass.of(failure.get()) == FailureClass.WAIT ? null : failure.get())
          .log("streaming query failed, starting it again");
      sleepUnlessStopped(pause.get());
    }
    open.reporter().state(RunStatus.State.STOPPED);
  }

  /** Whether the next start of the query heals what maintenance has found damaged meanwhile. */
  private static boolean healsContent(OpenPipeline open, boolean once) {
    return !once && open.hasDamagedContent();
  }

  /** Whether a new vector table has replaced one that the query found damaged. */
  private static boolean replacesTable(OpenPipeline open) {
    try {
      return open.replaceDamagedTable();
    } catch (FreshetException e) {
      open.reporter().state(RunStatus.State.FAILED);
      throw e;
    }
  }

  /** Runs the query to its end; empty if it did not fail. */
  private Optional<Throwable> runQuery(OpenPipeline open, FusedQuery fused, boolean once) {
    try {
      new LandingZoneWait(new SourceAccess(config), gate).await(once);
      long startAfter = open.recover(gate::isClosed);
      if (gate.isClosed()) {
        return Optional.empty();
      }
      RunningQuery query =
          new RunningQuery(
              fused.start(
                  open.processor(),
                  () -> {
                    open.requireStores();
                    return open.batchOrigin();
                  },
                  open::rememberStores,
                  open.streamId(),
                  startAfter,
                  once),
              gate);
      open.reporter().outstandingBytes(query::outstandingBytes);
      open.reporter().state(RunStatus.State.RUNNING);
      if (ready.getCount() > 0) {
        reporter = open.reporter();
        readyNanos = System.nanoTime();
        ready.countDown();
      }
      Optional<Throwable> failure = query.await(() -> healsContent(open, once));
      if (once && failure.isEmpty() && !gate.isClosed()) {
        open.processor().requireRefilled();
      }
      return failure;
    } catch (TimeoutException | RuntimeException e) {
      return Optional.of(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      gate.close();
      return Optional.empty();
    }
  }

  private void sleepUnlessStopped(Duration pause) {
    try {
      gate.awaitClosed(pause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      gate.close();
    }
  }

  private RunSummary summary(OpenPipeline open, long started) {
    return new RunSummary(
        metrics.total(PipelineMetric.FILES),
        metrics.total(PipelineMetric.BRONZE_ROWS),
        metrics.total(PipelineMetric.BATCHES),
        open.keys().liveRecords(),
        metrics.total(PipelineMetric.QUARANTINED_ROWS)
            + metrics.total(PipelineMetric.REFUSED_RECORDS),
        metrics.total(PipelineMetric.STALE_EVENTS),
        TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started));
  }

  private static RuntimeException failed(Throwable failure) {
    if (FailureClass.of(failure) == FailureClass.MEMORY) {
      return new FreshetException(
          ErrorCode.OUT_OF_MEMORY,
          "Cannot keep the pipeline running: the process had too little memory. Start it with a"
              + " larger heap (-Xmx in FRESHET_JAVA_OPTS); nothing is lost.",
          failure);
    }
    return RetryPolicy.cause(failure)
        .map(RuntimeException.class::cast)
        .orElseGet(
            () ->
                new FreshetException(
                    ErrorCode.QUERY_FAILED,
                    "Cannot keep the pipeline running: "
                        + failure.getMessage()
                        + ". Fix the cause and start it again; nothing is lost.",
                    failure));
  }
}
