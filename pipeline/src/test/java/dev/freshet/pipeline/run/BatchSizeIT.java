package dev.freshet.pipeline.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.config.value.TokensPerTrigger;
import dev.freshet.home.metric.PipelineMetric;
import dev.freshet.home.report.RunStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A backlog is processed in batches of the size that admission decides. */
@Timeout(180)
class BatchSizeIT {

  private static final int RECORDS_PER_FILE = 12;
  private static final int WORDS = 30;
  private static final int TOKENS_PER_FILE = RECORDS_PER_FILE * (WORDS + 2);

  @TempDir Path dir;
  private IngestHome home;

  @BeforeEach
  void open() throws IOException {
    home = new IngestHome(dir);
  }

  @Test
  void backlogIsDrainedInBoundedBatchesAndNothingIsLost() throws IOException {
    home.configure(Duration.ofSeconds(1), TokensPerTrigger.AUTO);
    home.embedder.slowDown(Duration.ofNanos(50_000));
    long fileBytes = landFiles(200);

    RunSummary run = home.runOnce();

    List<Long> files = home.filesPerBatch();
    assertThat(run.records()).isEqualTo(200 * RECORDS_PER_FILE);
    assertThat(run.files()).isEqualTo(200);
    assertThat(files).hasSizeGreaterThanOrEqualTo(3);
    long before = 0;
    for (long each : files) {
      assertThat((each - 1) * fileBytes).isLessThan(2 * Math.max(before, 64 * 1024));
      before = each * fileBytes;
    }
    home.assertEqual();
    assertThat(home.searchable()).hasSize(200 * RECORDS_PER_FILE);
    assertThat(home.metrics().total(PipelineMetric.TOKENS_EMBEDDED))
        .isEqualTo(200L * TOKENS_PER_FILE);
    assertThat(home.metrics().total(PipelineMetric.SOURCE_BYTES)).isEqualTo(200 * fileBytes);

    RunStatus.Admission admission = home.status().orElseThrow().admission();
    assertThat(admission).isNotNull();
    assertThat(admission.tokensPerSecond()).as("what was simulated").isBetween(5_000.0, 21_000.0);
    assertThat(admission.tokensPerByte())
        .isBetween(0.9 * TOKENS_PER_FILE / fileBytes, 1.1 * TOKENS_PER_FILE / fileBytes);
  }

  @Test
  void limitInTokensCapsEveryBatch() throws IOException {
    home.configure(Duration.ofSeconds(20), TokensPerTrigger.of(10L * TOKENS_PER_FILE));
    landFiles(50);

    home.runOnce();

    assertThat(home.filesPerBatch())
        .hasSizeGreaterThanOrEqualTo(5)
        .allSatisfy(files -> assertThat(files).isLessThanOrEqualTo(12));
    home.assertEqual();
  }

  /**
   * Lands files of equal size with records of equal length and different texts; returns that size.
   */
  private long landFiles(int count) throws IOException {
    for (int file = 0; file < count; file++) {
      List<String> lines = new ArrayList<>();
      for (int record = 0; record < RECORDS_PER_FILE; record++) {
        String id = "r%06d".formatted(file * RECORDS_PER_FILE + record);
        lines.add(
            "{\"id\":\"%s\",\"version\":1,\"text\":\"%s%s\"}"
                .formatted(id, id, " word".repeat(WORDS - 1)));
      }
      home.land("%04d.json".formatted(file), lines.toArray(String[]::new));
    }
    return Files.size(home.landing.resolve("0000.json"));
  }
}
