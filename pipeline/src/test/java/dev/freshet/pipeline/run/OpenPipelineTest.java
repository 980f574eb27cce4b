package dev.freshet.pipeline.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.BatchIdentity;
import dev.freshet.core.config.DocumentConfig;
import dev.freshet.core.config.FreshetConfig;
import dev.freshet.core.config.RecordConfig;
import dev.freshet.core.config.SourceConfig;
import dev.freshet.core.embed.DocumentExtractor;
import dev.freshet.home.delta.DeltaTables;
import dev.freshet.home.layer.LayerTables;
import dev.freshet.home.layer.Ledger;
import dev.freshet.pipeline.metrics.PipelineMetrics;
import dev.freshet.testkit.embed.HashEmbedder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.apache.hadoop.fs.FileUtil;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What an opened pipeline knows of earlier processes. No query is started, so Spark is not needed.
 */
class OpenPipelineTest {

  @TempDir Path dir;
  private FreshetConfig config;
  private final InMemoryVectorStore store = new InMemoryVectorStore();

  @BeforeEach
  void configure() {
    config =
        FreshetConfig.of(
            "articles",
            dir.resolve("home"),
            SourceConfig.of(dir.resolve("landing")),
            RecordConfig.of("id"),
            DocumentConfig.of("{body}"));
  }

  @Test
  void newPipelineHasCommittedNothing() {
    try (OpenPipeline open = open()) {
      assertThat(open.reporter().status().committedSequence()).isZero();
    }
  }

  @Test
  void batchWithoutAcceptedChangesCountsAsCommittedAfterARestart() {
    String stream;
    try (OpenPipeline open = open()) {
      stream = open.streamId();
    }
    try (DeltaTables tables = DeltaTables.local()) {
      LayerTables.of(tables, config.layout())
          .ledger()
          .record(new BatchIdentity(stream, 7), Instant.EPOCH, Ledger.COMMITTED);
    }

    try (OpenPipeline open = open()) {
      assertThat(open.committedEnd(stream)).as("held by the vector table").isZero();
      assertThat(open.reporter().status().committedSequence()).isEqualTo(7);
    }
  }

  @Test
  void newStreamHasNoBacklogOfNumbersBelowItsFirst() {
    batchWithoutAcceptedChangesCountsAsCommittedAfterARestart();
    assertThat(FileUtil.fullyDelete(config.layout().fileLog().toFile())).isTrue();

    try (OpenPipeline open = open()) {
      assertThat(open.reporter().status().committedSequence()).isEqualTo(7);
    }
  }

  @Test
  void statusThatCannotBeWrittenAtTheEndLeavesNothingOpen() throws IOException {
    Files.createDirectories(config.layout().statusFile().resolve("in the way"));
    open().close();

    open().close();
  }

  private OpenPipeline open() {
    SparkSession unused = null;
    return OpenPipeline.open(
        config,
        new HashEmbedder(8),
        Documents.of(config, DocumentExtractor.none(), List::of),
        store,
        new PipelineMetrics(new SimpleMeterRegistry()),
        unused);
  }
}
