package dev.freshet.cli.e2e;

import dev.freshet.cli.config.PipelineYaml;
import dev.freshet.cli.e2e.TaskSignals.Kind;
import dev.freshet.cli.wiring.Wiring;
import dev.freshet.core.BatchIdentity;
import dev.freshet.core.config.FreshetConfig;
import dev.freshet.core.embed.DocumentExtractor;
import dev.freshet.core.embed.EmbedOutcome;
import dev.freshet.core.embed.Embedder;
import dev.freshet.core.embed.EmbedderSpec;
import dev.freshet.core.embed.InputType;
import dev.freshet.core.vector.RowStager;
import dev.freshet.core.vector.StagedRows;
import dev.freshet.core.vector.VectorCommit;
import dev.freshet.core.vector.VectorRow;
import dev.freshet.core.vector.VectorTableSpec;
import dev.freshet.core.vector.VectorTableWriter;
import dev.freshet.core.vector.WriteOutcome;
import dev.freshet.embedding.EmbeddingModels;
import dev.freshet.lance.LanceVectorTable;
import dev.freshet.pipeline.cluster.EmbedderRecipe;
import dev.freshet.pipeline.cluster.SwitchPoint;
import dev.freshet.pipeline.cluster.WorkDistribution;
import dev.freshet.pipeline.metrics.PipelineMetrics;
import dev.freshet.pipeline.run.Documents;
import dev.freshet.pipeline.run.IngestPipeline;
import dev.freshet.pipeline.run.VectorStore;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * {@code run --once} with a low switch point, whose tasks report what they do. The model and the
 * table are the real ones; the driver itself may neither embed nor stage.
 */
final class ObservedRun {

  /** For some hundred short texts: at least four tasks of each kind. */
  private static final SwitchPoint LOW = new SwitchPoint(2_000, 60);

  private ObservedRun() {}

  /**
   * @param args {@code pipeline.yaml} and the directory of the signals
   */
  public static void main(String[] args) {
    FreshetConfig config = new PipelineYaml(name -> null).read(Path.of(args[0]));
    TaskSignals signals = new TaskSignals(args[1]);
    String model = config.embedding().model();
    try (Embedder driver = new CountingOnly(EmbeddingModels.open(model))) {
      new IngestPipeline(
              config,
              driver,
              Documents.of(config, DocumentExtractor.none(), new Wiring(config).chunker(driver)),
              new ObservedStore(config.layout().vectorTable(), signals),
              new PipelineMetrics(new SimpleMeterRegistry()),
              new WorkDistribution(Optional.of(new ObservedRecipe(model, signals)), LOW))
          .run(true);
    }
  }

  private record ObservedRecipe(String model, TaskSignals signals) implements EmbedderRecipe {

    @Override
    public Embedder open(int threads) {
      return new Observed(EmbeddingModels.open(model, threads), signals);
    }
  }

  private record Observed(Embedder model, TaskSignals signals) implements Embedder {

    @Override
    public EmbedderSpec spec() {
      return model.spec();
    }

    @Override
    public int countTokens(String text) {
      return model.countTokens(text);
    }

    @Override
    public List<EmbedOutcome> embed(List<String> texts, InputType type) {
      return signals.during(Kind.EMBED, () -> model.embed(texts, type));
    }

    @Override
    public void close() {
      model.close();
    }
  }

  /** The driver's model, which may count tokens but not embed. */
  private record CountingOnly(Embedder model) implements Embedder {

    @Override
    public EmbedderSpec spec() {
      return model.spec();
    }

    @Override
    public int countTokens(String text) {
      return model.countTokens(text);
    }

    @Override
    public List<EmbedOutcome> embed(List<String> texts, InputType type) {
      throw new IllegalArgumentException("the driver embeds " + texts.size() + " texts");
    }

    @Override
    public void close() {
      model.close();
    }
  }

  private record ObservedStore(Path table, TaskSignals signals) implements VectorStore {

    @Override
    public VectorTableWriter openWriter(VectorTableSpec spec) {
      return new ObservedWriter(LanceVectorTable.openWriter(table, spec), signals);
    }
  }

  private record ObservedStager(RowStager stager, TaskSignals signals) implements RowStager {

    @Override
    public StagedRows stage(List<VectorRow> rows) {
      return signals.during(Kind.STAGE, () -> stager.stage(rows));
    }
  }

  private record ObservedWriter(VectorTableWriter writer, TaskSignals signals)
      implements VectorTableWriter {

    @Override
    public RowStager stager(List<VectorRow> rows) {
      return new ObservedStager(writer.stager(rows), signals);
    }

    @Override
    public StagedRows stage(List<VectorRow> rows) {
      throw new IllegalArgumentException("the driver stages " + rows.size() + " rows");
    }

    @Override
    public StagedRows combine(List<StagedRows> parts) {
      return writer.combine(parts);
    }

    @Override
    public Optional<BatchIdentity> lastCommitted(String streamId) {
      return writer.lastCommitted(streamId);
    }

    @Override
    public WriteOutcome commit(VectorCommit commit) {
      return writer.commit(commit);
    }

    @Override
    public void requireContent(Set<String> names) {
      writer.requireContent(names);
    }

    @Override
    public void close() {
      writer.close();
    }
  }
}
