package dev.freshet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freshet.cli.answer.Optimized;
import dev.freshet.cli.answer.Profile;
import dev.freshet.cli.answer.Status;
import dev.freshet.cli.demo.DemoAnswer;
import dev.freshet.cli.quarantine.QuarantineList;
import dev.freshet.cli.quarantine.QuarantineShow;
import dev.freshet.cli.verb.RunCommand;
import dev.freshet.cli.verb.SearchCommand;
import dev.freshet.cli.verb.ValidateCommand;
import dev.freshet.cli.verb.VerifyCommand;
import dev.freshet.core.vector.Freshness;
import dev.freshet.core.vector.Hit;
import dev.freshet.core.vector.TableState;
import dev.freshet.home.quarantine.ReasonGroup;
import dev.freshet.home.report.FreshnessWindow;
import dev.freshet.home.report.HomeStatus;
import dev.freshet.home.report.MaintenanceReport;
import dev.freshet.home.report.RunStatus;
import dev.freshet.home.report.StepRun;
import dev.freshet.maintenance.calibration.Calibration;
import dev.freshet.maintenance.policy.Explanation;
import dev.freshet.maintenance.policy.MaintenanceTargets;
import dev.freshet.pipeline.admission.SizeTiming;
import dev.freshet.pipeline.run.RunSummary;
import dev.freshet.pipeline.sample.SampleReport;
import dev.freshet.pipeline.verify.VerifyReport;
import dev.freshet.search.SearchAnswer;
import dev.freshet.search.SearchHit;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The names that scripts rely on, at every level and in order: none may be removed or renamed, and
 * a new one must be added here.
 */
class AnswerNamesTest {

  private static final Instant AS_OF = Instant.parse("2026-03-01T10:00:00.250Z");

  @Test
  void namesOfStatusStay() {
    RunStatus report = Reports.live(RunStatus.State.RUNNING, AS_OF);
    TableState table =
        new TableState(
            9,
            3,
            20,
            new TableState.Coverage(7, 1, Optional.of("IVF_HNSW_SQ")),
            Optional.of(AS_OF),
            List.of(),
            true);

    JsonNode status =
        Cli.json(
            new Status(
                HomeStatus.of(
                    "docs",
                    Optional.of(report),
                    5,
                    Optional.of(table),
                    Optional.of(Reports.maintenance()),
                    FreshnessWindow.DEFAULT)));

    assertNames(
        status,
        "name state pid records chunks quarantined freshness backlog admission lastBatch stale table maintenance totals timings");
    assertNames(status.get("freshness"), "p50Ms p95Ms p99Ms asOf window files terms");
    assertNames(status.at("/freshness/terms"), "p50 p95 p99");
    assertNames(
        status.at("/freshness/terms/p95"),
        "detectionMs queueingMs readingMs reductionMs layersMs embeddingMs commitMs");
    assertNames(status.get("backlog"), "files bytes");
    assertNames(status.get("admission"), "bytes targetMs catchingUp tokensPerSecond tokensPerByte");
    assertNames(status.get("lastBatch"), "id rows files embedMs writeMs commitMs queryableAt");
    assertNames(
        status.get("table"), "version fragments rows unindexedRows deltaSegments indexType");
    assertNames(
        status.get("maintenance"),
        "state pid updatedAt doing recall recallAt versions tailFragments deletedShare search leaseWaitMs conflicts reclaimedBytes steps lastRuns content");
    assertNames(status.at("/maintenance/content"), "provenAt readAt readBytes damaged");
    assertNames(
        status.at("/maintenance/search"), "probes efPerK refine tunedAt tunedRecall target");
    assertNames(
        status.at("/maintenance/steps/extend-index"),
        "done nothing conflict failed abandoned tookMs p50Ms p95Ms");
    assertNames(status.at("/timings/freshet.batch"), "samples p50Ms p95Ms p99Ms");
    assertThat(status.at("/freshness/asOf").asText()).isEqualTo("2026-03-01T10:00:00.250Z");
    assertThat(status.at("/table/indexType").asText()).isEqualTo("IVF_HNSW_SQ");
    assertThat(status.at("/totals/freshet.batch.completed").asLong()).isEqualTo(3);
  }

  @Test
  void statusWithoutRunAndTableHasTheSameNames() {
    JsonNode status =
        Cli.json(
            new Status(
                HomeStatus.of(
                    "docs",
                    Optional.empty(),
                    0,
                    Optional.empty(),
                    Optional.empty(),
                    FreshnessWindow.DEFAULT)));

    assertNames(
        status,
        "name state pid records chunks quarantined freshness backlog admission lastBatch stale table maintenance totals timings");
    assertThat(status.get("table").isNull()).isTrue();
    assertThat(status.get("lastBatch").isNull()).isTrue();
    assertThat(status.at("/freshness/p50Ms").isNull()).isTrue();
    assertThat(status.at("/freshness/asOf").isNull()).isTrue();
  }

  @Test
  void namesOfSearchStay() {
    SearchHit hit =
        new SearchHit(
            new Hit.ChunkId("1", "1#0", 0),
            0.75f,
            0.25f,
            "text",
            7,
            AS_OF,
            Map.of("author", "mira"));

    JsonNode found =
        Cli.json(
            SearchCommand.Found.of(
                new SearchAnswer(List.of(hit), new Freshness(AS_OF, 9, 500L, 7), 12)));

    assertNames(found, "hits freshness tookMs");
    assertThat(found.at("/hits/0").fieldNames())
        .toIterable()
        .containsExactly(
            "key",
            "id",
            "chunkIndex",
            "score",
            "distance",
            "text",
            "version",
            "landedAt",
            "metadata",
            "versionText");
    assertNames(found.get("freshness"), "asOf version lagMs unindexedRows");
    assertThat(found.at("/hits/0/metadata/author").asText()).isEqualTo("mira");
    assertThat(found.at("/freshness/lagMs").asLong()).isEqualTo(500);
  }

  @Test
  void namesOfVerifyStay() {
    JsonNode verified =
        Cli.json(
            VerifyCommand.Verified.of(
                new VerifyReport(
                    10,
                    new VerifyReport.ChunkCheck(20, 1, 2, 3, 4),
                    new VerifyReport.LineCheck(30, 28, 2, 0, 0),
                    List.of("missing: chunk 1#0")),
                List.of("careful")));

    assertThat(verified.toString())
        .isEqualTo(
            "{\"equal\":false,\"records\":10,\"chunks\":20,\"missing\":1,\"extra\":2,\"stale\":3,"
                + "\"duplicate\":4,\"bronze\":30,\"silver\":28,\"unreadable\":2,\"unaccounted\":0,"
                + "\"missingBatches\":0,"
                + "\"samples\":[\"missing: chunk 1#0\"],\"warnings\":[\"careful\"]}");
    assertThat(verified.get("equal").isBoolean()).isTrue();
    assertThat(verified.get("equal").asBoolean()).isFalse();
    assertThat(verified.get("missing").asLong()).isEqualTo(1);
    assertThat(verified.get("extra").asLong()).isEqualTo(2);
    assertThat(verified.get("stale").asLong()).isEqualTo(3);
    assertThat(verified.get("duplicate").asLong()).isEqualTo(4);
  }

  @Test
  void namesOfRunStay() {
    JsonNode ran =
        Cli.json(
            new RunCommand.Ran(
                new RunSummary(1, 2, 3, 4, 5, 6, 7),
                true,
                List.of(new ReasonGroup(5, "no JSON", "/landing/a.json", 1)),
                List.of("careful")));

    assertNames(
        ran, "files rows batches records quarantined stale tookMs nothingIndexed reasons warnings");
    assertThat(Stream.of("files", "rows", "batches", "records", "quarantined", "stale", "tookMs"))
        .extracting(name -> ran.get(name).asLong())
        .containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L);
    assertNames(ran.at("/reasons/0"), "count reason file line");
  }

  @Test
  void namesOfOptimizeStay() {
    MaintenanceReport report = Reports.maintenance();
    StepRun run = StepRun.of(report.newestRuns().get(0));

    JsonNode optimized =
        Cli.json(
            new Optimized(
                report.table(),
                List.of(new Optimized.Planned("extend-index", 5, "a tail")),
                List.of(run),
                Optimized.Explained.of(
                    Explanation.of(Calibration.defaults(), MaintenanceTargets.defaults()))));

    assertNames(optimized, "table plan runs explanation");
    assertNames(
        optimized.get("table"),
        "version fragments rows tailFragments tailRows deltaSegments versions deletedShare search");
    assertNames(optimized.at("/plan/0"), "step rows reason");
    assertNames(
        optimized.at("/runs/0"),
        "step reason startedAt result tookMs leaseWaitMs rows reclaimedBytes conflicts versionBefore versionAfter error");
    assertNames(optimized.get("explanation"), "inputs thresholds cadence");
    assertNames(optimized.at("/explanation/thresholds/0"), "name value derivation");
    assertThat(optimized.at("/runs/0/result").asText()).isEqualTo("done");
  }

  @Test
  void namesOfProfileStay() {
    JsonNode profile =
        Cli.json(
            new Profile(
                new Profile.Measurement(
                    "model",
                    new Profile.Sample(true, 1, 2, 3),
                    List.of(new SizeTiming(4, 5, 6, 7, 8, 9)),
                    new Profile.Fit(1, 2, 3, 0.99, 25)),
                new Profile.Advice("1s", "21", 21_018, 640, List.of("because")),
                List.of("careful"),
                new Profile.Change(true, List.of("- a", "+ b"))));

    assertNames(profile, "model sample sizes fit advice warnings applied diff");
    assertNames(profile.get("sample"), "landed files texts tokensPerFileP95");
    assertNames(profile.at("/sizes/0"), "texts tokens medianMs fastestMs slowestMs repeats");
    assertNames(profile.get("fit"), "fixedMs microsPerToken tokensPerSecond rSquared calls");
    assertNames(
        profile.get("advice"), "trigger maxFilesPerTrigger maxTokensPerTrigger embedMs reasons");
  }

  @Test
  void namesOfValidateStay() {
    JsonNode validated =
        Cli.json(
            new ValidateCommand.Validated(
                true,
                "docs",
                List.of(),
                List.of("careful"),
                new SampleReport(1, 2, 3, 4, 5, 6, List.of())));

    assertNames(validated, "valid name findings warnings sample");
    assertNames(validated.get("sample"), "files leftOut sampled rows fine quarantined reasons");
  }

  @Test
  void namesOfQuarantineStay() {
    QuarantineList.Row row =
        new QuarantineList.Row("3:1", "/landing/a.json", 1, AS_OF, "read", "no JSON", null);

    JsonNode listed =
        Cli.json(
            new QuarantineList.Quarantined(
                7, List.of(row), List.of(new ReasonGroup(5, "no JSON", "/landing/a.json", 1))));
    JsonNode shown = Cli.json(new QuarantineShow.Shown(row, "{oops"));

    assertNames(listed, "quarantined rows reasons");
    assertNames(listed.at("/rows/0"), "id file line landedAt stage reason recordKey");
    assertNames(listed.at("/reasons/0"), "count reason file line");
    assertNames(shown, "id file line landedAt stage reason recordKey payload");
  }

  @Test
  void namesOfDemoStay() {
    JsonNode demo =
        Cli.json(
            new DemoAnswer(
                new DemoAnswer.Landed(1, 2, 3, 4),
                new DemoAnswer.Delays(5.0, 6.0, "5m", null),
                true,
                Path.of("demo/pipeline.yaml")));

    assertNames(demo, "files rows batches records p50Ms p95Ms window terms equal config");
    assertThat(demo.get("config").asText()).isEqualTo("demo/pipeline.yaml");
  }

  private static void assertNames(JsonNode object, String names) {
    assertThat(Cli.names(object)).containsExactly(names.split(" "));
  }
}
