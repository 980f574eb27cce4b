package dev.freshet.pipeline.stage;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Feeds that follow what people report of their connectors, with the records that they mean. The
 * lines are in {@code src/test/resources/reported}; each arrives in a batch of its own and all in
 * one, since neither may matter.
 */
class ReportedFeedTest {

  @Test
  void reloadOfATableInOneTransactionOfSqlServer() throws IOException {
    assertRecords(
        debezium("id"),
        "sqlserver-reload-in-one-transaction",
        Map.of(
            "1", "Bed 1\n\nPeppers along the south wall.",
            "2", "Bed 2\n\nPeas climb the old trellis."));
  }

  @Test
  void changesAfterAnIncrementalSnapshotOfPostgres() throws IOException {
    assertRecords(
        debezium("id"),
        "postgres-incremental-snapshot",
        Map.of(
            "1", "Note 1\n\nRewritten after the snapshot.",
            "3", "Note 3\n\nAs it was read by the snapshot, number 3.",
            "4", "Note 4\n\nInserted after the snapshot."));
  }

  @Test
  void deletesWhoseOldRowsHoldFillers() throws IOException {
    assertRecords(
        config(ChangeFormat.DEBEZIUM, new RecordConfig(List.of("id"), Optional.of("updated_at"))),
        "postgres-delete-fills-not-null-columns",
        Map.of("3", "Recipe 3\n\nBread with seeds, variant 3."));
  }

  @Test
  void deletesThatUnwrappingRewrote() throws IOException {
    assertRecords(
        plain(), "unwrapped-deletes-rewritten", Map.of("3", "Offer 3\n\nA ladder of 3 metres."));
  }

  @Test
  void unchangedLargeColumnOfAnUnwrappedRow() throws IOException {
    String sentence = "Drain the tank before the first frost. ";
    assertRecords(
        plain(),
        "unwrapped-toast-placeholder",
        Map.of("7", "Manual\n\n" + sentence.repeat(5).strip()));
  }

  @Test
  void updateThatChangesTheKey() throws IOException {
    assertRecords(
        debezium("slug"),
        "key-changes-in-an-update",
        Map.of("new-name", "Ferry\n\nThe ferry leaves at nine."));
  }

  @Test
  void documentsOfMongoDbAreTexts() throws IOException {
    assertRecords(
        debezium("id"),
        "mongodb-after-is-text",
        Map.of("65fa0c3b9d1e8a0012ab34c1", "Harbour\n\nThe harbour is dredged in May."));
    assertRecords(
        debezium("_id"),
        "mongodb-after-is-text",
        Map.of("65fa0c3b9d1e8a0012ab34c1", "Harbour\n\nThe harbour is dredged in May."));
  }

  @Test
  void messagesAboutTheFeedAreNoRowsAndATruncateIsRefused() throws IOException {
    MemoryStages stages =
        assertRecords(
            debezium("id"),
            "heartbeats-and-schema-changes",
            Map.of("1", "Lamp\n\nThe lamp is lit at six."));

    assertThat(stages.quarantined()).hasSize(1);
    assertThat(stages.quarantined().get(0)).contains("the source table was truncated");
  }

  private static MemoryStages assertRecords(
      FreshetConfig config, String feed, Map<String, String> records) throws IOException {
    MemoryStages together = new MemoryStages(config);
    together.process(Change.lines(1, lines(feed)));
    MemoryStages oneByOne = new MemoryStages(config);
    long sequence = 0;
    for (String line : lines(feed)) {
      oneByOne.process(Change.lines(++sequence, List.of(line)));
    }
    assertThat(together.texts()).isEqualTo(records);
    assertThat(oneByOne.texts()).isEqualTo(records);
    return together;
  }

  private static List<String> lines(String feed) throws IOException {
    try (InputStream file =
        Objects.requireNonNull(
            ReportedFeedTest.class.getResourceAsStream("/reported/" + feed + ".jsonl"))) {
      String text = new String(file.readAllBytes(), StandardCharsets.UTF_8);
      return new ArrayList<>(Arrays.asList(text.split("\n")));
    }
  }

  private static FreshetConfig debezium(String key) {
    return config(ChangeFormat.DEBEZIUM, RecordConfig.of(key));
  }

  private static FreshetConfig plain() {
    return config(ChangeFormat.PLAIN, RecordConfig.of("id"));
  }

  private static FreshetConfig config(ChangeFormat changes, RecordConfig record) {
    return FreshetConfig.of(
        "test",
        Path.of("/home"),
        new SourceConfig(
            Path.of("/landing"), SourceFormat.JSON, changes, DiscoveryMode.AUTO, Map.of()),
        record,
        new DocumentConfig(
            TextTemplate.parse("{title}\n\n{body}"),
            DocumentFormat.TEXT,
            List.of(),
            ChunkingConfig.defaults()));
  }
}
