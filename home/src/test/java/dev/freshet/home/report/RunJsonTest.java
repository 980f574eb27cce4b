package dev.freshet.home.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.freshet.core.maintenance.MaintenanceRun;
import dev.freshet.core.maintenance.MaintenanceStep;
import dev.freshet.core.maintenance.PlannedStep;
import dev.freshet.core.maintenance.StepOutcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The memory of maintenance holds runs as JSON, which a later version has to read. */
class RunJsonTest {

  private static final PlannedStep PLANNED =
      new PlannedStep(new MaintenanceStep.ExtendIndex(900), "900 rows are not indexed");
  private static final Instant STARTED = Instant.parse("2026-03-01T10:00:00.250Z");

  @TempDir private Path dir;

  private Path path;
  private JsonFile<MaintenanceRun> file;

  @BeforeEach
  void open() {
    path = dir.resolve("run.json");
    file = new JsonFile<>(path, MaintenanceRun.class, StepJson.ANNOTATIONS);
  }

  @Test
  void namesAndOrderStay() throws IOException {
    // Given
    MaintenanceRun run =
        MaintenanceRun.ended(
            PLANNED,
            STARTED,
            Duration.ofMillis(1_500),
            7,
            new StepOutcome.Done(8, 900, 12, 1, Duration.ofMillis(20)));

    // When
    file.write(run);

    // Then
    assertThat(path)
        .hasContent(
            "{\"step\":{\"kind\":\"extend-index\",\"rows\":900},\"reason\":\"900 rows are not indexed\","
                + "\"started\":\"2026-03-01T10:00:00.250Z\",\"took\":\"PT1.5S\",\"result\":\"DONE\","
                + "\"versionBefore\":7,\"versionAfter\":8,\"figures\":{\"rows\":900,"
                + "\"reclaimedBytes\":12,\"conflicts\":1,\"leaseWait\":\"PT0.02S\"},\"error\":null}");
    assertThat(file.read()).contains(run);
  }

  @Test
  void errorIsReadAgain() throws IOException {
    MaintenanceRun run = MaintenanceRun.failed(PLANNED, STARTED, Duration.ZERO, 7, "disk full");

    file.write(run);

    assertThat(file.read()).contains(run);
  }

  @Test
  void runOfAnotherShapeIsNotUnderstood() throws IOException {
    // Given
    file.write(MaintenanceRun.abandoned(PLANNED, STARTED, 7));
    String written = Files.readString(path);

    // When
    Files.writeString(path, written.replace("\"reason\"", "\"why\""));

    // Then
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(file::read)
        .withMessageContaining("its field 'why' is not known");
  }
}
