package dev.freshet.cli.wiring;

import dev.freshet.core.config.DocumentConfig;
import dev.freshet.core.config.EmbeddingConfig;
import dev.freshet.core.config.FreshetConfig;
import dev.freshet.core.config.OptimizeConfig;
import dev.freshet.core.config.ServeConfig;
import dev.freshet.core.config.value.DocumentFormat;
import dev.freshet.core.config.value.EmbeddingProvider;
import dev.freshet.core.embed.Chunker;
import dev.freshet.core.embed.DocumentExtractor;
import dev.freshet.core.embed.Embedder;
import dev.freshet.core.maintenance.IndexGoals;
import dev.freshet.core.maintenance.TableMaintainer;
import dev.freshet.core.vector.VectorTableReader;
import dev.freshet.embedding.EmbeddingModels;
import dev.freshet.embedding.chunk.DocumentChunker;
import dev.freshet.embedding.http.EmbeddingServices;
import dev.freshet.home.PipelineHome;
import dev.freshet.home.metric.PipelineMetric;
import dev.freshet.home.process.ProcessSupervisor;
import dev.freshet.home.report.MaintenanceReport;
import dev.freshet.lance.LanceVectorTable;
import dev.freshet.maintenance.MaintenanceListener;
import dev.freshet.maintenance.VectorMaintenance;
import dev.freshet.pipeline.cluster.EmbedderRecipe;
import dev.freshet.pipeline.cluster.WorkDistribution;
import dev.freshet.pipeline.metrics.PipelineMetrics;
import dev.freshet.pipeline.run.Documents;
import dev.freshet.pipeline.run.IngestPipeline;
import dev.freshet.pipeline.verify.Verifier;
import dev.freshet.pipeline.verify.deep.DeepVerifier;
import dev.freshet.search.SearchService;
import dev.freshet.server.SearchServer;
import dev.freshet.server.query.LiveTable;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Makes the parts that a configuration names. The caller closes what it opens. */
public final class Wiring {

  private final FreshetConfig config;

  public Wiring(FreshetConfig config) {
    this.config = config;
  }

  /** Begins to start what a pipeline needs besides its model. */
  public EarlyStart startEarly() {
    return EarlyStart.of(config.name());
  }

  /** The configured model: in this process, of a service or of an added provider. */
  public Embedder openEmbedder() {
    EmbeddingConfig embedding = config.embedding();
    return switch (embedding.provider()) {
      case IN_PROCESS -> EmbeddingModels.open(embedding.model());
      case OPENAI, TEI, OLLAMA, VLLM, AZURE_OPENAI -> EmbeddingServices.open(embedding);
      case LANGCHAIN4J -> AddedProviders.onClassPath().open(embedding);
    };
  }

  /** Cuts documents into chunks for {@code embedder}, as configured. */
  public Chunker chunker(Embedder embedder) {
    DocumentConfig document = config.document();
    return DocumentChunker.forModel(document.format(), document.chunking(), embedder);
  }

  /**
   * The reader of binary documents; one that reads none if the documents are text.
   *
   * @throws dev.freshet.core.error.InvalidConfigException if the documents are binary and the
   *     optional module that reads them is not on the class path
   */
  public DocumentExtractor openExtractor() {
    return config.document().format() == DocumentFormat.BINARY
        ? InstalledExtractor.open()
        : DocumentExtractor.none();
  }

  /** The pipeline, not running yet. */
  public IngestPipeline pipeline(
      Embedder embedder, DocumentExtractor extractor, PipelineMetrics metrics) {
    return new IngestPipeline(
        config,
        embedder,
        Documents.of(config, extractor, chunker(embedder)),
        spec -> LanceVectorTable.openWriter(config.layout().vectorTable(), spec),
        metrics,
        WorkDistribution.of(executorModel()));
  }

  /**
   * How executors open the model. Empty for a service, whose quotas and circuit breaker are kept by
   * the one process that calls it, and for a model that embeds texts faster than they are sent.
   */
  Optional<EmbedderRecipe> executorModel() {
    EmbeddingConfig embedding = config.embedding();
    return embedding.provider() == EmbeddingProvider.IN_PROCESS
            && EmbeddingModels.isGraph(embedding.model())
        ? Optional.of(InProcessRecipe.of(embedding.model()))
        : Optional.empty();
  }

  /** Maintenance of the vector table by this process, not started yet. */
  public VectorMaintenance maintenance(MaintenanceListener listener) {
    return new VectorMaintenance(
        config.layout(), this::openMaintainer, IndexGoals.of(config.index()), listener);
  }

  private TableMaintainer openMaintainer() {
    // pid@host names this process among all that may hold the lease.
    String holder = ManagementFactory.getRuntimeMXBean().getName();
    return LanceVectorTable.openMaintainer(config.layout().vectorTable(), holder);
  }

  /**
   * Starts a child process that maintains the vector table beside {@code pipeline}, if the
   * configuration says so.
   *
   * @param file the configuration, which that process reads
   * @param metrics counts how often it was started again
   */
  public ProcessSupervisor superviseOptimize(
      Path file, IngestPipeline pipeline, PipelineMetrics metrics) {
    if (config.optimize().mode() != OptimizeConfig.Mode.PROCESS) {
      return ProcessSupervisor.ofNothing();
    }
    return ProcessSupervisor.start(
        ChildProcess.of(
            ChildRole.OPTIMIZE,
            List.of("--watch", "--supervised", "-f", file.toString()),
            Optional.of(config.layout().maintenanceLog())),
        pipeline::awaitSettled,
        (how, pause) -> {
          metrics.count(PipelineMetric.OPTIMIZE_RESTARTS);
          MaintenanceReport.tellEnd(
              config.layout().maintenanceReport(),
              how + "; started again after " + pause.toSeconds() + " s",
              Instant.now());
        });
  }

  /**
   * Starts a child process that answers searches; it is started again whenever it ends.
   *
   * @param file the configuration, which that process reads
   * @param port above zero
   * @param log the file of its output; empty for this process's stderr
   */
  public ProcessSupervisor superviseServe(Path file, int port, Optional<Path> log) {
    return ProcessSupervisor.start(
        ChildProcess.of(
            ChildRole.SERVE,
            List.of("--worker", "--port", Integer.toString(port), "-f", file.toString()),
            log),
        timeout -> true,
        (how, pause) -> {});
  }

  /**
   * Answers searches in this process, with {@code embedder}, until the server is closed. The table
   * may still be missing.
   *
   * @throws dev.freshet.core.error.FreshetException with {@code PORT_UNAVAILABLE} if the address
   *     cannot be listened on
   */
  public SearchServer startServer(ServeConfig serve, Embedder embedder) {
    PipelineHome home = new PipelineHome(config);
    return SearchServer.start(
        config.withServe(serve),
        () -> openSearchable(embedder, home),
        new LoggedFiles(config.layout().fileLog()));
  }

  /** Compares the models before it loads the indexes, which takes long. */
  private LiveTable.Searchable openSearchable(Embedder embedder, PipelineHome home) {
    try (VectorTableReader table = openReader()) {
      embedder.spec().requireMade(table.spec());
    }
    VectorTableReader reader = LanceVectorTable.openServingReader(config.layout().vectorTable());
    SearchService search =
        new SearchService(reader, () -> embedder, home::liveAsOf, InstantSource.system());
    return new LiveTable.Searchable(search, reader::close);
  }

  /** A reader of the vector table. */
  public VectorTableReader openReader() {
    return LanceVectorTable.openReader(config.layout().vectorTable());
  }

  /** Compares the vector table with Gold. */
  public Verifier verifier(Embedder embedder, VectorTableReader reader) {
    embedder.spec().requireMade(reader.spec());
    return new Verifier(config, chunker(embedder), reader);
  }

  /** Compares a replay of what landed with the vector table. */
  public DeepVerifier deepVerifier(Embedder embedder, VectorTableReader reader) {
    embedder.spec().requireMade(reader.spec());
    return new DeepVerifier(config, chunker(embedder), reader);
  }
}
