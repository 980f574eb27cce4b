package dev.freshet.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshet.core.maintenance.RunResult;
import dev.freshet.core.maintenance.StepKind;
import dev.freshet.home.PipelineHome;
import dev.freshet.home.report.MaintenanceReport;
import dev.freshet.home.report.StepTotals;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The process that {@code run} starts to maintain the table it writes. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class OptimizeIT {

  private static final Duration LIMIT = Duration.ofMinutes(3);

  @TempDir Path directory;

  @Test
  void optimizeBesideRunIsKilledAndGoesOnAndEndsWithItsParentAndNothingIsLost() throws Exception {
    TestPipeline pipeline =
        TestPipeline.create(
            directory,
            """
            name: docs
            home: ./home
            source: { path: ./landing }
            record: { key: [id], version: updated_at }
            document: { text: "{body}" }
            embedding: { model: static-minilm }
            """);
    ChangeModel model = new ChangeModel(20261121);
    long second;
    try (FreshetProcess run = pipeline.start("run");
        Lander lander = Lander.start(pipeline, model, 4, Duration.ofMillis(100))) {
      // Each batch leaves a fragment; a good dozen of them are compacted.
      awaitThat(() -> !run.isAlive() || compactions(pipeline) > 0);
      long first = pid(pipeline);

      assertThat(ProcessHandle.of(first).orElseThrow().destroyForcibly()).isTrue();
      awaitThat(() -> pid(pipeline) != first && report(pipeline).orElseThrow().table() != null);

      second = pid(pipeline);
      assertThat(run.isAlive()).as(run.errors()).isTrue();
      assertThat(run.errors()).contains("process ended, it will be restarted");
      assertThat(compactions(pipeline)).as("is remembered").isPositive();
      assertThat(lander).isNotNull();
      run.kill();
    }
    awaitThat(() -> ProcessHandle.of(second).filter(ProcessHandle::isAlive).isEmpty());

    pipeline.execute("run", "--once").expectExit(0);
    pipeline.verified();
    assertThat(pipeline.chunks()).hasSameSizeAs(model.live().keySet());
  }

  private static void awaitThat(Callable<Boolean> condition) {
    await().atMost(LIMIT).pollInterval(Duration.ofMillis(100)).until(condition);
  }

  private static long compactions(TestPipeline pipeline) {
    return report(pipeline)
        .map(report -> report.steps().get(StepKind.COMPACT_TAIL))
        .map(MaintenanceReport.Step::totals)
        .orElse(StepTotals.NONE)
        .runs(RunResult.DONE);
  }

  private static long pid(TestPipeline pipeline) {
    return report(pipeline).orElseThrow().process().pid();
  }

  private static Optional<MaintenanceReport> report(TestPipeline pipeline) {
    return new PipelineHome(pipeline.config()).maintenance();
  }
}
