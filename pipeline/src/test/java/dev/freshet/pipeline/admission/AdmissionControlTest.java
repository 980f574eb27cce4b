package dev.freshet.pipeline.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.BatchIdentity;
import dev.freshet.core.cost.BatchAdmission;
import dev.freshet.home.metric.PipelineMetric;
import dev.freshet.home.report.RunStatus;
import dev.freshet.pipeline.cache.ModelWork;
import dev.freshet.pipeline.metrics.BatchReport;
import dev.freshet.pipeline.metrics.BatchReports;
import dev.freshet.pipeline.metrics.PipelineMetrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class AdmissionControlTest {

  private static final long BACKLOG = 1L << 30;
  private static final BatchIdentity BATCH = new BatchIdentity("s", 1);

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private long now = 1;
  private final AdmissionControl control =
      new AdmissionControl(
          BatchAdmission.of(Duration.ofSeconds(2), 6 << 20, OptionalLong.empty()),
          new PipelineMetrics(registry),
          () -> now);

  @Test
  void timeRunsFromTheQuestionToTheReportAndTheModelLearnsIt() {
    long bytes = 0;
    for (int batch = 0; batch < 30; batch++) {
      bytes = control.maxBytes(BACKLOG);
      // 2 000 tokens a second, a token in four bytes, and a second before and after.
      long tokens = bytes / 4;
      now += Duration.ofSeconds(1).toNanos() + tokens * 500_000;
      control.completed(report(bytes, tokens, Duration.ofNanos(tokens * 500_000)));
    }

    RunStatus.Admission state = control.state().orElseThrow();
    assertThat(bytes).as("nine seconds of the model in ten").isBetween(70_000L, 74_000L);
    assertThat(state.bytes()).isEqualTo(bytes);
    assertThat(state.tokensPerSecond()).isBetween(1_950.0, 2_050.0);
    assertThat(state.tokensPerByte()).isBetween(0.24, 0.26);
    assertThat(state.targetMs()).isEqualTo(10_000);
    assertThat(state.catchingUp()).isTrue();
    assertThat(gauge(PipelineMetric.ADMITTED_BYTES)).isEqualTo(bytes);
    assertThat(gauge(PipelineMetric.ADMITTED_DURATION)).isEqualTo(10);
  }

  @Test
  void batchThatWasNotAskedForOrFailedTeachesNothing() {
    long first = control.maxBytes(BACKLOG);
    now += Duration.ofHours(1).toNanos();
    control.failed(BATCH, new IllegalStateException("planned"));
    control.completed(report(first, 10, Duration.ofHours(1)));

    assertThat(control.maxBytes(BACKLOG)).isEqualTo(first);
  }

  @Test
  void batchThatWasCommittedBeforeTeachesNothing() {
    long first = control.maxBytes(BACKLOG);
    now += Duration.ofHours(1).toNanos();
    control.completed(BatchReport.skipped(new BatchIdentity("s", 1), Instant.EPOCH));

    assertThat(control.maxBytes(BACKLOG)).isEqualTo(first);
  }

  @Test
  void nothingIsTellableBeforeTheFirstBatch() {
    assertThat(control.state()).isEmpty();
    assertThat(gauge(PipelineMetric.ADMITTED_BYTES)).isZero();
  }

  private double gauge(PipelineMetric metric) {
    return registry.get(metric.meterName()).gauge().value();
  }

  private static BatchReport report(long bytes, long tokens, Duration model) {
    return BatchReports.sized(bytes, new ModelWork(tokens, model));
  }
}
