package dev.freshet.home.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.freshet.core.vector.TableState;
import dev.freshet.home.metric.PipelineMetric;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The JSON of reports and of their summary: names and order are read by scripts and processes. */
class ReportJsonTest {

  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");
  private static final ProcessIdentity GONE = new ProcessIdentity(999_999_999, NOW);

  @TempDir Path dir;

  @Test
  void reportOfAPipelineKeepsNamesAndOrder() throws IOException {
    Path path = dir.resolve("status.json");

    new StatusFile(path).write(pipeline());

    assertThat(Files.readString(path)).isEqualTo(stored("status.json"));
    assertThat(new StatusFile(path).read()).contains(pipeline());
  }

  @Test
  void reportOfANewPipelineKeepsNamesAndOrder() throws IOException {
    Path path = dir.resolve("status.json");

    new StatusFile(path).write(newPipeline());

    assertThat(Files.readString(path)).isEqualTo(stored("status-new.json"));
    assertThat(new StatusFile(path).read()).contains(newPipeline());
  }

  @Test
  void reportOfAnEarlierBuildIsRead() throws IOException {
    Path path = dir.resolve("status.json");
    Files.writeString(path, stored("status-earlier.json"));

    RunStatus report = new StatusFile(path).read().orElseThrow();

    assertThat(report.committedSequence()).isEqualTo(7);
    assertThat(report.freshness(FreshnessWindow.DEFAULT))
        .isEqualTo(WindowFreshness.none(FreshnessWindow.DEFAULT));
  }

  @Test
  void reportOfMaintenanceKeepsNamesAndOrder() throws IOException {
    Path path = dir.resolve("optimize.json");

    MaintenanceReport.file(path).write(SampleReports.maintenance());

    assertThat(Files.readString(path)).isEqualTo(stored("optimize.json"));
    assertThat(MaintenanceReport.file(path).read()).contains(SampleReports.maintenance());
  }

  @Test
  void reportOfMaintenanceThatEndedKeepsNamesAndOrder() throws IOException {
    Path path = dir.resolve("optimize.json");

    MaintenanceReport.tellEnd(path, "exit code 1", NOW);

    String process = "{\"pid\":" + ProcessIdentity.current().pid() + ",\"startedAt\":\"";
    assertThat(Files.readString(path)).startsWith("{\"process\":" + process);
    assertThat(Files.readString(path))
        .endsWith(
            "\"state\":\"ENDED\",\"updatedAt\":\"2026-01-02T03:04:05.678Z\",\"doing\":\"exit code 1\","
                + "\"table\":null,\"recall\":null,\"steps\":{},\"newestRuns\":[],\"content\":null}");
  }

  @Test
  void summaryOfAHomeKeepsNamesAndOrder() throws IOException {
    TableState table =
        new TableState(
            9,
            3,
            20,
            new TableState.Coverage(7, 1, Optional.of("IVF_HNSW_SQ")),
            Optional.of(NOW),
            List.of(),
            true);

    HomeStatus status =
        HomeStatus.of(
            "docs",
            Optional.of(pipeline()),
            5,
            Optional.of(table),
            Optional.of(SampleReports.maintenance()),
            FreshnessWindow.DEFAULT);

    assertThat(json(status)).isEqualTo(stored("home.json"));
  }

  @Test
  void staleEventsAreThoseOfTheCounter() {
    RunStatus report =
        new RunStatus(
            new RunStatus.Activity(GONE, RunStatus.State.RUNNING, NOW),
            new RunStatus.Position("stream", 7, 3, NOW),
            List.of(),
            new RunStatus.Backlog(0, 0),
            null,
            null,
            new RunStatus.Metrics(Map.of(PipelineMetric.STALE_EVENTS.meterName(), 12L), Map.of()));

    HomeStatus status =
        HomeStatus.of(
            "docs",
            Optional.of(report),
            0,
            Optional.empty(),
            Optional.empty(),
            FreshnessWindow.DEFAULT);

    assertThat(status.stale()).isEqualTo(12);
  }

  @Test
  void summaryOfANewHomeKeepsNamesAndOrder() throws IOException {
    HomeStatus status =
        HomeStatus.of(
            "docs",
            Optional.empty(),
            0,
            Optional.empty(),
            Optional.empty(),
            FreshnessWindow.QUARTER_HOUR);

    assertThat(json(status)).isEqualTo(stored("home-new.json"));
  }

  private static String stored(String name) throws IOException {
    try (InputStream in = ReportJsonTest.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(in).readAllBytes(), UTF_8).strip();
    }
  }

  private static String json(Object value) throws IOException {
    return JsonMapper.builder()
        .addModule(new JavaTimeModule())
        .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
        .build()
        .writeValueAsString(value);
  }

  private static RunStatus pipeline() {
    return new RunStatus(
        new RunStatus.Activity(GONE, RunStatus.State.RUNNING, NOW),
        new RunStatus.Position("stream", 7, 3, NOW.minusSeconds(1)),
        List.of(
            new WindowFreshness(
                "5m", 9, new WindowFreshness.Terms(terms(1), terms(2), terms(4.5)))),
        new RunStatus.Backlog(2, 2048),
        new RunStatus.Admission(131_072, 1_000, true, 31_900.5, 0.25),
        new RunStatus.LastBatch("stream:7", 10, 2, 20, 30, 40, NOW),
        new RunStatus.Metrics(
            Map.of("freshet.batch.completed", 12L),
            Map.of("freshet.batch.embed", new Percentiles(1, 1, 1, 1))));
  }

  /** Terms of 1 to 7 times {@code micros} microseconds. */
  private static FreshnessTerms terms(double micros) {
    return FreshnessTerms.of(term -> 1e3 * micros * (term.ordinal() + 1));
  }

  private static RunStatus newPipeline() {
    return new RunStatus(
        new RunStatus.Activity(new ProcessIdentity(12, null), RunStatus.State.STARTING, NOW),
        new RunStatus.Position("stream", 0, 0, null),
        List.of(),
        new RunStatus.Backlog(0, 0),
        null,
        null,
        new RunStatus.Metrics(Map.of(), Map.of()));
  }
}
