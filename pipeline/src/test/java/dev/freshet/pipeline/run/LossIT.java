package dev.freshet.pipeline.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.freshet.core.config.ChunkingConfig;
import dev.freshet.core.config.DocumentConfig;
import dev.freshet.core.config.EmbeddingConfig;
import dev.freshet.core.config.FreshetConfig;
import dev.freshet.core.config.IndexConfig;
import dev.freshet.core.config.InputConfig;
import dev.freshet.core.config.OperationConfig;
import dev.freshet.core.config.OptimizeConfig;
import dev.freshet.core.config.PipelineConfig;
import dev.freshet.core.config.RecordConfig;
import dev.freshet.core.config.ServeConfig;
import dev.freshet.core.config.SloConfig;
import dev.freshet.core.config.SourceConfig;
import dev.freshet.core.config.value.DocumentFormat;
import dev.freshet.core.config.value.FilesPerTrigger;
import dev.freshet.core.config.value.TextTemplate;
import dev.freshet.core.config.value.TokensPerTrigger;
import dev.freshet.core.embed.DocumentExtractor;
import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.FreshetException;
import dev.freshet.core.vector.Hit;
import dev.freshet.core.vector.VectorQuery;
import dev.freshet.core.vector.VectorTableReader;
import dev.freshet.core.vector.VectorTableSpec;
import dev.freshet.core.vector.VectorTableWriter;
import dev.freshet.home.report.RunStatus;
import dev.freshet.home.report.StatusFile;
import dev.freshet.pipeline.admission.BatchMemory;
import dev.freshet.pipeline.cluster.Distribution;
import dev.freshet.pipeline.metrics.PipelineMetrics;
import dev.freshet.testkit.embed.HashEmbedder;
import dev.freshet.testkit.vector.FakeVectorTable;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.fs.FileUtil;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whole pipelines that start after something was lost, or meet what does not fit. */
@Timeout(180)
class LossIT {

  private static final Duration SOON = Duration.ofSeconds(60);

  @TempDir Path dir;
  private Path landing;
  private FreshetConfig config;
  private FakeVectorTable vectors = new FakeVectorTable();

  @BeforeEach
  void configure() throws IOException {
    landing = Files.createDirectories(dir.resolve("landing"));
    configure(Optional.of("version"));
  }

  private void configure(Optional<String> version) {
    config =
        new FreshetConfig(
            "articles",
            dir.resolve("home"),
            new InputConfig(
                SourceConfig.of(landing),
                new RecordConfig(List.of("id"), version),
                new DocumentConfig(
                    TextTemplate.parse("{text}"),
                    DocumentFormat.TEXT,
                    List.of(),
                    ChunkingConfig.defaults())),
            EmbeddingConfig.defaults(),
            IndexConfig.defaults(),
            new OperationConfig(
                new PipelineConfig(
                    PipelineConfig.DEFAULT_TOPOLOGY,
                    Duration.ZERO,
                    FilesPerTrigger.of(1),
                    TokensPerTrigger.AUTO),
                OptimizeConfig.defaults(),
                ServeConfig.defaults(),
                SloConfig.defaults()));
  }

  @Test
  void whatLandsAfterALostFileLogIsNewerThanWhatIsKnown() throws Exception {
    configure(Optional.empty());
    land("1.json", "{\"id\":\"a\",\"text\":\"one\"}");
    land("2.json", "{\"id\":\"b\",\"text\":\"two\"}");
    land("3.json", "{\"id\":\"b\",\"op\":\"d\"}");
    runOnce();
    lose("filelog");
    land("4.json", "{\"id\":\"a\",\"text\":\"newest\"}");

    RunSummary summary = runOnce();

    assertThat(summary.files()).isEqualTo(4);
    assertThat(searchable()).isEqualTo(Map.of("a", "newest"));
    assertThat(status().committedSequence()).isEqualTo(7);
    assertThat(runOnce().files()).isZero();
  }

  @Test
  void lostVectorTableBesideASurvivingCheckpointComesBackWithoutTheLandedFiles() throws Exception {
    land("1.json", "{\"id\":\"a\",\"version\":1,\"text\":\"one\"}");
    land("2.json", "{\"id\":\"b\",\"version\":1,\"text\":\"two\"}");
    runOnce();
    Files.delete(landing.resolve("1.json"));
    vectors = new FakeVectorTable();

    runOnce();

    assertThat(searchable()).isEqualTo(Map.of("a", "one", "b", "two"));
    land("3.json", "{\"id\":\"a\",\"version\":2,\"text\":\"three\"}");
    runOnce();
    assertThat(searchable()).isEqualTo(Map.of("a", "three", "b", "two"));
  }

  @Test
  void restartAfterABatchThatChangedNothingHasNoBacklogAndIsFreshAtOnce() throws Exception {
    land("1.json", "{\"id\":\"a\",\"version\":5,\"text\":\"one\"}");
    land("2.json", "{\"id\":\"a\",\"version\":4,\"text\":\"late\"}");
    runOnce();
    Instant restarted = Instant.now();

    IngestPipeline pipeline = pipeline();
    CompletableFuture<RunSummary> run = CompletableFuture.supplyAsync(() -> pipeline.run(false));
    try {
      await()
          .atMost(SOON)
          .until(
              () -> Optional.ofNullable(status().asOf()).filter(restarted::isBefore).isPresent());
      assertThat(status().committedSequence()).isEqualTo(2);
      assertThat(status().backlog()).isEqualTo(new RunStatus.Backlog(0, 0));
    } finally {
      pipeline.stop();
      run.get(SOON.toSeconds(), TimeUnit.SECONDS);
    }
  }

  @Test
  void fileDatedInTheFutureDoesNotMakeTheTableFresherThanItsListing() throws Exception {
    Path ahead = land("1.json", "{\"id\":\"a\",\"version\":1,\"text\":\"one\"}");
    Path further = land("2.json", "{\"id\":\"b\",\"version\":1,\"text\":\"two\"}");
    Instant future = Instant.now().plus(Duration.ofDays(1));
    Files.setLastModifiedTime(ahead, FileTime.from(future));
    Files.setLastModifiedTime(further, FileTime.from(future.plusSeconds(1)));

    runOnce();

    try (VectorTableReader reader = vectors.openReader()) {
      assertThat(reader.state().asOf().orElseThrow()).isBefore(Instant.now());
    }
  }

  @Test
  void fileThatDoesNotFitIntoTheHeapIsNamedAndNothingIsLost() throws Exception {
    land("1.json", "{\"id\":\"a\",\"version\":1,\"text\":\"one\"}");
    Path large = dir.resolve("large");
    try (RandomAccessFile file = new RandomAccessFile(large.toFile(), "rw")) {
      file.setLength(BatchMemory.maxFileBytes() + 1);
    }
    Path landed = Files.move(large, landing.resolve("2.json"));

    assertThatThrownBy(this::runOnce)
        .isInstanceOfSatisfying(
            FreshetException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_CONFIG))
        .hasMessageStartingWith("Cannot take " + landed + " into a batch: it has more than")
        .hasMessageContaining("-Xmx");
    assertThat(searchable()).isEqualTo(Map.of("a", "one"));
  }

  private Path land(String name, String line) throws IOException {
    Path hidden = Files.writeString(landing.resolve("." + name), line + "\n");
    return Files.move(hidden, landing.resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }

  private void lose(String part) {
    assertThat(FileUtil.fullyDelete(config.home().resolve(part).toFile())).isTrue();
  }

  private RunSummary runOnce() {
    return pipeline().run(true);
  }

  private IngestPipeline pipeline() {
    return new IngestPipeline(
        config,
        new HashEmbedder(8),
        Documents.of(config, DocumentExtractor.none(), List::of),
        new Store(vectors),
        new PipelineMetrics(new SimpleMeterRegistry()),
        Distribution.of(Optional.empty()));
  }

  private RunStatus status() {
    return new StatusFile(config.layout().statusFile()).read().orElseThrow();
  }

  /** Text per record key, as a search sees it. */
  private Map<String, String> searchable() {
    try (VectorTableReader reader = vectors.openReader()) {
      float[] any = {1, 0, 0, 0, 0, 0, 0, 0};
      Map<String, String> texts = new TreeMap<>();
      for (Hit hit : reader.search(new VectorQuery(any, 1000)).hits()) {
        texts.put(hit.key(), hit.text());
      }
      return texts;
    }
  }

  /** A vector table without an index to care for. */
  private record Store(FakeVectorTable table) implements VectorStore {

    @Override
    public VectorTableWriter openWriter(VectorTableSpec spec) {
      return table.openWriter(spec);
    }
  }
}
