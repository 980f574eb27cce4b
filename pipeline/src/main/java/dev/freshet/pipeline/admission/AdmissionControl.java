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
 * Tells the source how much each batch takes, and learns from what the batches took. What it
 * decides is in {@link BatchAdmission}; this class keeps the history and the time.
 *
 * <p>A batch's time runs from the question how much it takes to its report: planning and reading
 * count, since a change waits for them too. A batch without such a question, which Spark repeats
 * after a restart, and one that failed teach nothing. Thread-safe.
 */
public final class AdmissionControl implements Admission.Rule, BatchListener {

  private static final Logger LOGGER = LoggerFactory.getLogger(AdmissionControl.class);

  /** Costs are told again once they differ by such a factor. */
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
  private double toldSeconds;
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
    tell();
  }

  @Override
  public synchronized void failed(BatchIdentity identity, Exception cause) {
    askedAt = OptionalLong.empty();
  }

  /** What was decided for the newest batch; empty before the first. */
  public Optional<RunStatus.Admission> state() {
    return Optional.ofNullable(state);
  }

  private void tell() {
    double now = model.seconds(COMPARED_BYTES);
    if (now <= toldSeconds * NOTABLE && now >= toldSeconds / NOTABLE) {
      return;
    }
    toldSeconds = now;
    LOGGER
        .atInfo()
        .addKeyValue("tokensPerSecond", Math.round(1 / model.model().secondsPerUnit()))
        .addKeyValue(
            "fixedMs",
            Math.round(1e3 * (model.model().fixedSeconds() + model.rest().fixedSeconds())))
        .addKeyValue("tokensPerKibibyte", Math.round(1024 * model.tokensPerByte()))
        .addKeyValue("slowdown", model.slowdown())
        .addKeyValue("rSquared", model.model().rSquared())
        .addKeyValue("samples", model.model().samples())
        .log("cost of a batch changed");
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }
}
