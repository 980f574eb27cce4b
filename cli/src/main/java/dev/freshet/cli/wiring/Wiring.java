package dev.freshet.cli.wiring;

import dev.freshet.core.config.DocumentConfig;
import dev.freshet.core.config.EmbeddingConfig;
import dev.freshet.core.config.EmbeddingProvider;
import dev.freshet.core.config.FreshetConfig;
import dev.freshet.core.embed.Chunker;
import dev.freshet.core.embed.Embedder;
import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.FreshetException;
import dev.freshet.core.vector.VectorTableReader;
import dev.freshet.embedding.DocumentChunker;
import dev.freshet.embedding.EmbeddingModels;
import dev.freshet.embedding.http.EmbeddingServices;
import dev.freshet.lance.LanceVectorTable;
import dev.freshet.pipeline.IngestPipeline;
import dev.freshet.pipeline.Verifier;
import dev.freshet.pipeline.executor.Distribution;
import dev.freshet.pipeline.executor.EmbedderRecipe;
import dev.freshet.pipeline.metrics.PipelineMetrics;
import java.util.Optional;

/** Puts the parts together that a configuration names. What it opens is the caller's to close. */
public final class Wiring {

  private final FreshetConfig config;

  public Wiring(FreshetConfig config) {
    this.config = config;
  }

  /** The model in this process or behind a service, as the configuration says. */
  public Embedder openEmbedder() {
    EmbeddingConfig embedding = config.embedding();
    return embedding.provider() == EmbeddingProvider.IN_PROCESS
        ? EmbeddingModels.open(embedding.model())
        : EmbeddingServices.open(embedding);
  }

  public Chunker chunker(Embedder embedder) {
    DocumentConfig document = config.document();
    return DocumentChunker.forModel(document.format(), document.chunking(), embedder);
  }

  /** A pipeline that is not running yet. */
  public IngestPipeline pipeline(Embedder embedder, PipelineMetrics metrics) {
    return new IngestPipeline(
        config,
        embedder,
        chunker(embedder),
        new LanceVectorStore(config.layout().vectorTable()),
        metrics,
        Distribution.of(executorModel()));
  }

  /**
   * How executors open the model. Empty for a service, whose quotas and breaker are kept by the one
   * process that calls it, and for a model that is quicker than sending it texts.
   */
  Optional<EmbedderRecipe> executorModel() {
    EmbeddingConfig embedding = config.embedding();
    return embedding.provider() == EmbeddingProvider.IN_PROCESS
            && EmbeddingModels.isGraph(embedding.model())
        ? Optional.of(InProcessRecipe.of(embedding.model()))
        : Optional.empty();
  }

  public VectorTableReader openReader() {
    return LanceVectorTable.openReader(config.layout().vectorTable());
  }

  public Verifier verifier(Embedder embedder, VectorTableReader reader) {
    requireSameModel(embedder, reader);
    return new Verifier(config, chunker(embedder), reader);
  }

  /** Vectors of different models cannot be compared: a search would answer nonsense. */
  public void requireSameModel(Embedder embedder, VectorTableReader reader) {
    String configured = embedder.spec().fingerprint();
    String stored = reader.spec().fingerprint();
    if (!stored.equals(configured)) {
      throw new FreshetException(
          ErrorCode.FINGERPRINT_MISMATCH,
          "Cannot use embedding.model "
              + config.embedding().model()
              + " with the vector table "
              + config.layout().vectorTable()
              + ": its vectors were made by "
              + stored
              + ", this model is "
              + configured
              + ". Go back to that model, or let `reindex` build a new table.");
    }
  }
}
