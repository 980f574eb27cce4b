package dev.freshet.pipeline.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.BatchIdentity;
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
import dev.freshet.core.config.value.ChangeFormat;
import dev.freshet.core.config.value.DiscoveryMode;
import dev.freshet.core.config.value.DocumentFormat;
import dev.freshet.core.config.value.FilesPerTrigger;
import dev.freshet.core.config.value.SourceFormat;
import dev.freshet.core.config.value.TextTemplate;
import dev.freshet.core.config.value.TokensPerTrigger;
import dev.freshet.core.config.value.Topology;
import dev.freshet.core.embed.Chunker;
import dev.freshet.core.embed.DocumentExtractor;
import dev.freshet.core.vector.Hit;
import dev.freshet.core.vector.VectorQuery;
import dev.freshet.core.vector.VectorTableReader;
import dev.freshet.home.delta.DeltaTables;
import dev.freshet.home.layer.LayerTables;
import dev.freshet.home.report.RunStatus;
import dev.freshet.home.report.StatusFile;
import dev.freshet.pipeline.cluster.WorkDistribution;
import dev.freshet.pipeline.metrics.CounterEquation;
import dev.freshet.pipeline.metrics.PipelineMetrics;
import dev.freshet.pipeline.verify.Verifier;
import dev.freshet.pipeline.verify.VerifyReport;
import dev.freshet.pipeline.verify.deep.DeepReport;
import dev.freshet.pipeline.verify.deep.DeepVerifier;
import dev.freshet.testkit.embed.HashEmbedder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A landing zone, a home and an in-memory vector table, on which pipelines run one by one. */
final class IngestHome {

  final Path landing;
  final InMemoryVectorStore store = new InMemoryVectorStore();
  final HashEmbedder model = new HashEmbedder(8);
  final HookedEmbedder embedder = new HookedEmbedder(model);
  final Chunker chunker = new PieceChunker();
  private final Path home;
  private FreshetConfig config;
  private PipelineMetrics metrics = new PipelineMetrics(new SimpleMeterRegistry());

  IngestHome(Path dir) throws IOException {
    landing = Files.createDirectory(dir.resolve("landing"));
    home = dir.resolve("home");
    configure(ChangeFormat.PLAIN, Optional.of("version"), DiscoveryMode.AUTO, FilesPerTrigger.AUTO);
  }

  void configure(
      ChangeFormat changes,
      Optional<String> version,
      DiscoveryMode discovery,
      FilesPerTrigger limit) {
    config =
        config(
            new SourceConfig(landing, SourceFormat.JSON, changes, discovery, Map.of()),
            new RecordConfig(List.of("id"), version),
            new DocumentConfig(
                TextTemplate.parse("{text}"),
                DocumentFormat.TEXT,
                List.of("author"),
                ChunkingConfig.defaults()),
            limit);
  }

  /** Sets options of the source; keeps the rest. */
  void configureSource(Map<String, String> options) {
    config =
        config(
            new SourceConfig(
                landing, SourceFormat.JSON, ChangeFormat.PLAIN, DiscoveryMode.AUTO, options),
            config.record(),
            config.document(),
            config.pipeline().maxFilesPerTrigger());
  }

  void configureTextFiles() {
    config =
        config(
            new SourceConfig(
                landing, SourceFormat.TEXT, ChangeFormat.PLAIN, DiscoveryMode.AUTO, Map.of()),
            RecordConfig.of("name"),
            DocumentConfig.of("{value}"),
            FilesPerTrigger.AUTO);
  }

  /** Rows of columns, as plain changes of records with the key {@code id}. */
  void configureColumns(SourceFormat format, Map<String, String> options, RecordConfig record) {
    config =
        config(
            new SourceConfig(landing, format, ChangeFormat.PLAIN, DiscoveryMode.AUTO, options),
            record,
            DocumentConfig.of("{text}"),
            FilesPerTrigger.AUTO);
  }

  private FreshetConfig config(
      SourceConfig source, RecordConfig record, DocumentConfig document, FilesPerTrigger limit) {
    return new FreshetConfig(
        "articles",
        home,
        new InputConfig(source, record, document),
        EmbeddingConfig.defaults(),
        IndexConfig.defaults(),
        new OperationConfig(
            new PipelineConfig(Topology.FUSED, Duration.ZERO, limit, TokensPerTrigger.AUTO),
            OptimizeConfig.defaults(),
            ServeConfig.defaults(),
            SloConfig.defaults()));
  }

  /** Sets the objective and a limit in tokens; keeps the rest. */
  void configure(Duration freshness, TokensPerTrigger tokens) {
    config =
        new FreshetConfig(
            config.name(),
            config.home(),
            config.input(),
            config.embedding(),
            config.index(),
            new OperationConfig(
                new PipelineConfig(Topology.FUSED, Duration.ZERO, FilesPerTrigger.AUTO, tokens),
                config.optimize(),
                config.serve(),
                new SloConfig(freshness)));
  }

  FreshetConfig config() {
    return config;
  }

  /** The metrics of the newest pipeline. */
  PipelineMetrics metrics() {
    return metrics;
  }

  /** Writes a file under a temporary name and renames it, as a careful writer does. */
  Path land(String name, String... lines) {
    try {
      Path hidden = Files.writeString(landing.resolve("." + name), String.join("\n", lines) + "\n");
      return Files.move(hidden, landing.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Documents documents() {
    return Documents.of(config, DocumentExtractor.none(), chunker);
  }

  /** A new pipeline, as a new process would make it. */
  IngestPipeline pipeline() {
    metrics = new PipelineMetrics(new SimpleMeterRegistry());
    return new IngestPipeline(
        config, embedder, documents(), store, metrics, WorkDistribution.of(Optional.empty()));
  }

  /** Processes everything that has landed; the counters must balance afterwards. */
  RunSummary runOnce() {
    RunSummary summary = pipeline().run(true);
    assertThat(CounterEquation.broken(metrics)).isEmpty();
    return summary;
  }

  Optional<RunStatus> status() {
    return new StatusFile(config.layout().statusFile()).read();
  }

  VerifyReport verify() {
    try (VectorTableReader reader = store.openReader()) {
      return new Verifier(config, chunker, reader).verify();
    }
  }

  /** Fails with the differences, if there are any. */
  void assertEqual() {
    VerifyReport report = verify();
    assertThat(report.samples()).isEmpty();
    assertThat(report.equal()).isTrue();
  }

  /** Fails unless a replay of what landed gives the vector table. */
  void assertDeepEqual() {
    try (VectorTableReader reader = store.openReader()) {
      DeepReport report = new DeepVerifier(config, chunker, reader).verify();
      assertThat(report.notReplayed()).isNull();
      assertThat(report.samples()).isEmpty();
      assertThat(report.equal()).isTrue();
    }
  }

  /** Texts per record key in chunk order, as a search sees them. */
  Map<String, List<String>> searchable() {
    float[] any = new float[8];
    any[0] = 1;
    try (VectorTableReader reader = store.openReader()) {
      Map<String, List<String>> texts = new TreeMap<>();
      reader.search(new VectorQuery(any, 100_000)).hits().stream()
          .sorted(Comparator.comparingInt(Hit::chunkIndex))
          .forEach(
              hit -> texts.computeIfAbsent(hit.key(), key -> new ArrayList<>()).add(hit.text()));
      return texts;
    }
  }

  /** A column of a layer, one value per row. */
  List<String> column(Layer layer, String column) {
    try (DeltaTables tables = DeltaTables.local()) {
      LayerTables layers = LayerTables.of(tables, config.layout());
      List<String> values = new ArrayList<>();
      (switch (layer) {
            case BRONZE -> layers.bronze().table();
            case QUARANTINE -> layers.quarantine().table();
            case LEDGER -> layers.ledger().table();
          })
          .scan(List.of(column), OptionalLong.empty(), row -> values.add(String.valueOf(row[0])));
      return values;
    }
  }

  /** How many files each batch has, in order. Files are numbered from 1. */
  List<Long> filesPerBatch() {
    List<Long> ends =
        column(Layer.LEDGER, "batch_id").stream()
            .map(id -> BatchIdentity.parse(id).endSequence())
            .sorted()
            .toList();
    return Stream.iterate(0, i -> i < ends.size(), i -> i + 1)
        .map(i -> ends.get(i) - (i == 0 ? 0 : ends.get(i - 1)))
        .toList();
  }

  /** A table that a test reads. */
  enum Layer {
    BRONZE,
    QUARANTINE,
    LEDGER
  }
}
