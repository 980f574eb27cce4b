package dev.freshet.pipeline.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.autoloader.discovery.Discovery;
import dev.freshet.autoloader.filelog.FileLog;
import dev.freshet.autoloader.fs.AccessSettings;
import dev.freshet.autoloader.fs.LandingPath;
import dev.freshet.autoloader.option.AutoloaderOptions;
import dev.freshet.core.BatchIdentity;
import dev.freshet.core.config.HomeLayout;
import dev.freshet.home.metric.PipelineMetric;
import dev.freshet.home.report.FreshnessWindow;
import dev.freshet.home.report.RunStatus;
import dev.freshet.home.report.StatusFile;
import dev.freshet.pipeline.metrics.BatchReports;
import dev.freshet.pipeline.metrics.PipelineMetrics;
import dev.freshet.pipeline.record.KeyIndex;
import dev.freshet.pipeline.record.States;
import dev.freshet.storage.damage.DamageListener;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class StatusReporterTest {

  @TempDir Path dir;
  private final PipelineMetrics metrics = new PipelineMetrics(new SimpleMeterRegistry());
  private HomeLayout layout;
  private KeyIndex keys;
  private StatusReporter reporter;

  @BeforeEach
  void open() {
    layout = new HomeLayout(dir.resolve("home"), "articles");
    keys = KeyIndex.open(layout.keyIndex(), DamageListener.NONE);
    reporter = new StatusReporter("s", layout, metrics, keys, 4);
  }

  @AfterEach
  void close() {
    keys.close();
  }

  @Test
  void beforeTheFirstBatchNothingIsClaimed() {
    RunStatus status = reporter.status();

    assertThat(status.state()).isEqualTo(RunStatus.State.STARTING);
    assertThat(status.process().pid()).isEqualTo(ProcessHandle.current().pid());
    assertThat(status.streamId()).isEqualTo("s");
    assertThat(status.committedSequence()).isEqualTo(4);
    assertThat(status.asOf()).isNull();
    assertThat(status.lastBatch()).isNull();
    assertThat(status.backlog()).isEqualTo(new RunStatus.Backlog(0, 0));
    assertThat(status.totals().values()).containsOnly(0L);
    assertThat(status.live()).isTrue();
  }

  @Test
  void committedBatchIsTold() {
    keys.apply(new BatchIdentity("s", 5), Map.of("a", States.state(1, 1, false)));
    metrics.completed(BatchReports.of("s", 5));
    reporter.committed(5);
    reporter.committed(3);
    reporter.state(RunStatus.State.RUNNING);

    RunStatus status = reporter.status();

    assertThat(status.state()).isEqualTo(RunStatus.State.RUNNING);
    assertThat(status.committedSequence()).isEqualTo(5);
    assertThat(status.records()).isEqualTo(1);
    assertThat(status.lastBatch()).isNotNull();
    assertThat(status.lastBatch().id()).isEqualTo("s:5");
    assertThat(status.totals())
        .hasSize(count(PipelineMetric.Kind.COUNTER))
        .containsEntry(PipelineMetric.BATCHES.meterName(), 1L);
    assertThat(status.timings())
        .hasSize(count(PipelineMetric.Kind.TIMER))
        .containsKey(PipelineMetric.BATCH_EMBED.meterName());
    assertThat(status.freshness(FreshnessWindow.DEFAULT).files()).isPositive();
  }

  @Test
  void backlogIsWhatIsDiscoveredAndNotCommitted() throws Exception {
    Path landing = Files.createDirectory(dir.resolve("landing"));
    for (int i = 0; i < 6; i++) {
      Files.writeString(landing.resolve(i + ".json"), "{}\n");
    }
    reporter.outstandingBytes(() -> 77);
    Instant before = Instant.now();
    AutoloaderOptions options =
        AutoloaderOptions.parse(
            Map.of(
                "path", landing.toString(),
                "cloudFiles.format", "envelope",
                "autoloader.listInterval", "1h"));
    try (FileLog log = FileLog.open(layout.fileLog());
        Discovery discovery =
            Discovery.start(
                LandingPath.of(options), AccessSettings.access(options), options, log)) {
      discovery.awaitFirstListing();

      RunStatus behind = reporter.status();
      reporter.committed(6);
      RunStatus caughtUp = reporter.status();

      assertThat(behind.backlog()).isEqualTo(new RunStatus.Backlog(2, 77));
      assertThat(behind.asOf()).isNull();
      assertThat(caughtUp.backlog()).isEqualTo(new RunStatus.Backlog(0, 0));
      assertThat(caughtUp.asOf()).isAfterOrEqualTo(before);
    }
  }

  @Test
  void reportIsWhatOtherProcessesRead() {
    reporter.state(RunStatus.State.FAILED);

    reporter.report();

    RunStatus read = new StatusFile(layout.statusFile()).read().orElseThrow();
    assertThat(read.state()).isEqualTo(RunStatus.State.FAILED);
    assertThat(read.live()).isFalse();
  }

  @Test
  void reportThatCannotBeWrittenFails() throws IOException {
    Files.createDirectories(
        layout.statusFile().resolveSibling("status.json.tmp").resolve("in the way"));

    assertThatThrownBy(reporter::report).isInstanceOf(UncheckedIOException.class);
  }

  private static int count(PipelineMetric.Kind kind) {
    return (int)
        Arrays.stream(PipelineMetric.values()).filter(metric -> metric.kind() == kind).count();
  }
}
