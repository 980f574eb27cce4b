package dev.freshet.pipeline.admission;

import dev.freshet.autoloader.Admission;
import dev.freshet.core.BatchIdentity;
import dev.freshet.core.cost.BatchAdmission;
import dev.freshet.core.cost.BatchHistory;
import dev.freshet.core.cost.BatchSample;
import dev.freshet.core.cost.ProductionModel;
import dev.freshet.home.metric.PipelineMetric;
import dev.freshet.home.report.RunStatus;
import dev.freshet.pipeline.metrics.BatchListener;
import dev.freshet.pipeline.metrics.BatchReport;
import dev.freshet.pipeline.metrics.PipelineMetrics;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers the source how much each batch may take, and learns from the batches that are complete.
 * {@link BatchAdmission} decides; this class keeps the history and the time.
 *
 * <p>A batch's time runs from the question of the source to the batch's report: planning and
 * reading count, since a change waits for them too. Nothing is learned from a failed batch, or from
 * one that Spark repeats after a restart, for which the source does not ask. Thread-safe.
 */
public final class AdmissionControl implements Admission.Rule, BatchListener {

  private static final Logger LOGGER = LoggerFactory.getLogger(AdmissionControl.class);

  /** Costs are logged again once they differ by this factor. */
  private static final double NOTABLE = 1.3;

  /** Costs are compared at this size, at which neither fixed costs nor those per byte vanish. */
  private static final double COMPARED_BYTES = 256 * 1024;

  private final BatchAdmission admission;
  private final PipelineMetrics metrics;
  private final LongSupplier nanoTime;
  private final BatchHistory history = new BatchHistory();
  private ProductionModel model = ProductionModel.of(history.samples());
  private OptionalLong askedAt = OptionalLong.empty();
  private long lastBytes;
  private double loggedSeconds;
  private volatile RunStatus.@Nullable Admission state;

  /**
   * @param nanoTime as {@link System#nanoTime}
   */
  public AdmissionControl(
      BatchAdmission admission, PipelineMetrics metrics, LongSupplier nanoTime) {
    this.admission = admission;
    this.metrics = metrics;
    this.nanoTime = nanoTime;
  }

  @Override
  public synchronized long maxBytes(long waitingBytes) {
    BatchAdmission.Admitted admitted = admission.decide(model, lastBytes, waitingBytes);
    askedAt = OptionalLong.of(nanoTime.getAsLong());
    metrics.set(PipelineMetric.ADMITTED_BYTES, admitted.bytes());
    metrics.set(PipelineMetric.ADMITTED_DURATION, seconds(admitted.duration()));
    state =
        new RunStatus.Admission(
            admitted.bytes(),
            admitted.duration().toMillis(),
            admitted.catchingUp(),
            1 / model.model().secondsPerUnit(),
            model.tokensPerByte());
    return admitted.bytes();
  }

  @Override
  public void started(BatchIdentity identity) {}

  @Override
  public synchronized void completed(BatchReport report) {
    OptionalLong asked = askedAt;
    askedAt = OptionalLong.empty();
    if (report.skipped() || asked.isEmpty()) {
      return;
    }
    lastBytes = report.files().bytes();
    history.add(
        new BatchSample(
            report.files().bytes(),
            report.vectors().model().tokens(),
            seconds(report.vectors().model().took()),
            (nanoTime.getAsLong() - asked.getAsLong()) / 1e9));
    model = ProductionModel.of(history.samples());
    logCost();
  }

  @Override
  public synchronized void failed(BatchIdentity identity, Exception cause) {
    askedAt = OptionalLong.empty();
  }

  /**
   * How long ago the source asked for the batch that is under way; empty if it did not, because the
   * batch is repeated after a restart.
   */
  public synchronized Optional<Duration> sinceAsked() {
    return askedAt.isEmpty()
        ? Optional.empty()
        : Optional.of(Duration.ofNanos(nanoTime.getAsLong() - askedAt.getAsLong()));
  }

  /** What was decided for the newest batch; empty before the first. */
  public Optional<RunStatus.Admission> state() {
    return Optional.ofNullable(state);
  }

  private void logCost() {
    double now = model.seconds(COMPARED_BYTES);
    if (now <= loggedSeconds * NOTABLE && now >= loggedSeconds / NOTABLE) {
      return;
    }
    loggedSeconds = now;
    LOGGER
        .atInfo()
        .addKeyValue("bytes", (long) COMPARED_BYTES)
        .addKeyValue("tokens", Math.round(COMPARED_BYTES * model.tokensPerByte()))
        .addKeyValue("durationMs", Math.round(1e3 * now))
        .log("expected cost of a batch changed");
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }
}
