package dev.freshet.home;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.freshet.core.BatchIdentity;
import dev.freshet.core.config.ChunkingConfig;
import dev.freshet.core.config.DocumentConfig;
import dev.freshet.core.config.FreshetConfig;
import dev.freshet.core.config.RecordConfig;
import dev.freshet.core.config.SourceConfig;
import dev.freshet.core.config.value.ChangeFormat;
import dev.freshet.core.config.value.DiscoveryMode;
import dev.freshet.core.config.value.DocumentFormat;
import dev.freshet.core.config.value.SourceFormat;
import dev.freshet.core.config.value.TextTemplate;
import dev.freshet.home.delta.DeltaTables;
import dev.freshet.home.layer.LayerTables;
import dev.freshet.home.layer.Ledger;
import dev.freshet.home.layer.LedgerEntry;
import dev.freshet.home.layer.Lineage;
import dev.freshet.home.layer.Quarantine;
import dev.freshet.home.layer.QuarantineRow;
import dev.freshet.home.layer.QuarantinedLine;
import dev.freshet.home.quarantine.QuarantineFilter;
import dev.freshet.home.quarantine.ReasonGroup;
import dev.freshet.home.report.ProcessIdentity;
import dev.freshet.home.report.RunStatus;
import dev.freshet.home.report.StatusFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PipelineHomeTest {

  private static final Instant NOON = Instant.parse("2026-05-04T12:00:00Z");

  @TempDir Path dir;
  private FreshetConfig config;
  private PipelineHome home;

  @BeforeEach
  void open() {
    SourceConfig source =
        new SourceConfig(
            dir.resolve("landing"),
            SourceFormat.JSON,
            ChangeFormat.PLAIN,
            DiscoveryMode.AUTO,
            Map.of());
    config =
        FreshetConfig.of(
            "test",
            dir.resolve("home"),
            source,
            new RecordConfig(List.of("id"), Optional.empty()),
            new DocumentConfig(
                TextTemplate.parse("{body}"),
                DocumentFormat.TEXT,
                List.of(),
                ChunkingConfig.defaults()));
    home = new PipelineHome(config);
  }

  @Test
  void homeWithoutTablesHasNoBatchesAndNoQuarantine() {
    assertThat(home.newestBatches(5)).isEmpty();
    assertThat(home.newestQuarantined(5)).isEmpty();
    assertThat(home.quarantinedPayload(1, 1)).isEmpty();
  }

  @Test
  void newestBatchesAreFoundHoweverFarBackTheyAre() throws IOException {
    try (DeltaTables tables = DeltaTables.local()) {
      Ledger ledger = LayerTables.of(tables, config.layout()).ledger();
      ledger.record(new BatchIdentity("s", 1), NOON.minusSeconds(900_000), Ledger.COMMITTED);
      ledger.record(new BatchIdentity("s", 2), NOON.minusSeconds(600), Ledger.COMMITTED);
      ledger.record(new BatchIdentity("s", 3), NOON.minusSeconds(1), Ledger.COMMITTED);
      ledger.record(new BatchIdentity("s", 4), NOON.plusSeconds(3), Ledger.COMMITTED);
    }

    assertThat(home.newestBatches(2))
        .as("without a report")
        .extracting(LedgerEntry::batchId)
        .containsExactly("s:4", "s:3");

    tell(4);
    for (int limit = 1; limit <= 5; limit++) {
      assertThat(home.newestBatches(limit))
          .extracting(LedgerEntry::batchId)
          .containsExactlyElementsOf(
              List.of("s:4", "s:3", "s:2", "s:1").subList(0, Math.min(limit, 4)));
    }
  }

  @Test
  void quarantineIsFilteredGroupedAndShownWithItsPayload() {
    quarantine(new BatchIdentity("s", 3), line(3, 2, 7, "first"), line(3, 3, 1, "second"));
    QuarantineFilter secondFile =
        new QuarantineFilter(Optional.of("read"), Optional.of("NO json"), Optional.of("3.json"));
    QuarantineFilter refused =
        new QuarantineFilter(Optional.of("embed"), Optional.empty(), Optional.empty());

    assertThat(home.newestQuarantined(9, secondFile))
        .extracting(QuarantinedLine::sequence)
        .containsExactly(3L);
    assertThat(home.newestQuarantined(9, refused)).isEmpty();
    assertThat(home.quarantineReasons(QuarantineFilter.ALL))
        .extracting(ReasonGroup::count, ReasonGroup::reason)
        .containsExactly(tuple(2L, "no JSON"));
    assertThat(home.quarantineReasons(refused)).isEmpty();
    assertThat(home.quarantined(2, 7))
        .hasValueSatisfying(
            found -> {
              assertThat(found.payload()).isEqualTo("first");
              assertThat(found.row().file()).isEqualTo("/landing/2.json");
            });
    assertThat(home.quarantined(2, 8)).isEmpty();
  }

  @Test
  void newestQuarantinedLinesComeFirstAndThePayloadIsReadOnDemand() throws IOException {
    quarantine(new BatchIdentity("s", 3), line(3, 2, 7, "first"), line(3, 3, 1, "second"));
    quarantine(new BatchIdentity("s", 50_000), line(50_000, 50_000, 4, "third"));

    List<QuarantinedLine> newest = home.newestQuarantined(2);

    assertThat(newest).extracting(QuarantinedLine::sequence).containsExactly(50_000L, 3L);
    QuarantinedLine third = newest.get(0);
    assertThat(third.file()).isEqualTo("/landing/50000.json");
    assertThat(third.line()).isEqualTo(4);
    assertThat(third.stage()).isEqualTo("read");
    assertThat(third.reason()).isEqualTo("no JSON");
    assertThat(third.landedAt()).isEqualTo(NOON);
    assertThat(third.recordKey()).isNull();
    assertThat(home.quarantinedPayload(2, 7)).contains("first");
    assertThat(home.quarantinedPayload(2, 8)).isEmpty();
    tell(50_000);
    assertThat(home.newestQuarantined(1)).containsExactly(third);
    assertThat(home.newestQuarantined(9)).hasSize(3);
  }

  private void quarantine(BatchIdentity batch, QuarantineRow... lines) {
    try (DeltaTables tables = DeltaTables.local()) {
      LayerTables.of(tables, config.layout()).quarantine().append(batch, List.of(lines));
    }
  }

  private static QuarantineRow line(long end, long sequence, long number, String payload) {
    Lineage lineage =
        new Lineage(
            new BatchIdentity("s", end), sequence, "/landing/" + sequence + ".json", number, NOON);
    return new QuarantineRow(lineage, Quarantine.Stage.READ, "no JSON", payload, null, null);
  }

  private void tell(long committed) throws IOException {
    new StatusFile(config.layout().statusFile())
        .write(
            new RunStatus(
                new RunStatus.Activity(ProcessIdentity.current(), RunStatus.State.RUNNING, NOON),
                new RunStatus.Position("s", committed, 1, NOON),
                List.of(),
                new RunStatus.Backlog(0, 0),
                null,
                new RunStatus.LastBatch("s:" + committed, 1, 1, 1, 1, 1, NOON),
                new RunStatus.Metrics(Map.of(), Map.of())));
  }
}
