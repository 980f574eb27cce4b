package dev.freshet.pipeline.verify;

import dev.freshet.core.BatchIdentity;
import dev.freshet.core.config.DocumentConfig;
import dev.freshet.core.config.FreshetConfig;
import dev.freshet.core.config.RecordConfig;
import dev.freshet.core.config.SourceConfig;
import dev.freshet.core.embed.Chunker;
import dev.freshet.core.embed.DocumentExtractor;
import dev.freshet.core.vector.Distance;
import dev.freshet.core.vector.VectorTableSpec;
import dev.freshet.core.vector.VectorTableWriter;
import dev.freshet.home.delta.DeltaTables;
import dev.freshet.home.layer.LayerTables;
import dev.freshet.home.layer.Ledger;
import dev.freshet.pipeline.cache.CachingEmbedder;
import dev.freshet.pipeline.change.EventReader;
import dev.freshet.pipeline.change.LandedRow;
import dev.freshet.pipeline.heal.KeyIndexRecovery;
import dev.freshet.pipeline.metrics.PipelineMetrics;
import dev.freshet.pipeline.record.KeyIndex;
import dev.freshet.pipeline.run.PieceChunker;
import dev.freshet.pipeline.stage.AsOf;
import dev.freshet.pipeline.stage.BatchProcessor;
import dev.freshet.pipeline.stage.BatchStep;
import dev.freshet.pipeline.stage.ChangeEmbedder;
import dev.freshet.pipeline.stage.Stores;
import dev.freshet.pipeline.stage.landed.BatchOrigin;
import dev.freshet.storage.damage.DamageListener;
import dev.freshet.testkit.embed.HashEmbedder;
import dev.freshet.testkit.vector.FakeVectorTable;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A home with real layers and an in-memory vector table, whose batches run without Spark. */
final class ProcessedHome implements AutoCloseable {

  static final String STREAM = "stream";

  final FreshetConfig config;
  final Chunker chunker = new PieceChunker();
  final HashEmbedder embedder = new HashEmbedder(8);
  final FakeVectorTable vectors = new FakeVectorTable();
  final LayerTables layers;
  private final DeltaTables tables;
  private final KeyIndex keys;
  private final CachingEmbedder caching;
  private final BatchProcessor processor;
  private final VectorTableWriter writer;

  ProcessedHome(Path dir) {
    config =
        FreshetConfig.of(
            "articles",
            dir.resolve("home"),
            SourceConfig.of(dir.resolve("landing")),
            new RecordConfig(List.of("id"), Optional.of("version")),
            DocumentConfig.of("{text}"));
    tables = DeltaTables.local();
    layers = LayerTables.of(tables, config.layout());
    keys = KeyIndex.open(config.layout().keyIndex(), DamageListener.NONE);
    caching = CachingEmbedder.open(config.layout().vectorCache(), embedder, DamageListener.NONE);
    writer =
        vectors.openWriter(
            VectorTableSpec.of(
                8,
                Distance.COSINE,
                embedder.spec().fingerprint(),
                config.document().metadata().names()));
    processor =
        new BatchProcessor(
            STREAM,
            EventReader.of(config, DocumentExtractor.none()),
            new ChangeEmbedder(chunker, caching),
            new Stores(layers, keys, writer),
            new AsOf(sequence -> Optional.empty()),
            new PipelineMetrics(new SimpleMeterRegistry()));
    recover();
  }

  void recover() {
    new KeyIndexRecovery(keys, layers.gold())
        .recover(
            STREAM,
            stream -> writer.lastCommitted(stream).map(BatchIdentity::endSequence).orElse(0L));
  }

  /** The rows of one file, a line each. */
  static List<LandedRow> file(long sequence, String... lines) {
    List<LandedRow> rows = new ArrayList<>();
    for (int i = 0; i < lines.length; i++) {
      rows.add(
          new LandedRow(
              lines[i],
              i + 1,
              "/landing/" + sequence + ".json",
              sequence,
              lines[i].length(),
              Instant.parse("2026-03-04T05:06:07Z").plusSeconds(sequence),
              null));
    }
    return rows;
  }

  static String upsert(String id, long version, String text) {
    return "{\"id\":\"%s\",\"version\":%d,\"text\":\"%s\"}".formatted(id, version, text);
  }

  static String delete(String id, long version) {
    return "{\"id\":\"%s\",\"version\":%d,\"op\":\"delete\"}".formatted(id, version);
  }

  @SafeVarargs
  final void process(List<LandedRow>... files) {
    List<LandedRow> rows = new ArrayList<>();
    for (List<LandedRow> file : files) {
      rows.addAll(file);
    }
    processor.process(
        rows,
        new BatchOrigin(Instant.now(), sequence -> Optional.empty(), sequence -> Optional.empty()));
  }

  /** Makes every batch die after the given step, until {@link #workAgain}. */
  void dieAfter(BatchStep last) {
    processor.observeSteps(
        step -> {
          if (step == last) {
            throw new Died();
          }
        });
  }

  void workAgain() {
    processor.observeSteps(step -> {});
  }

  /** A row of the ledger, as if the batch had been committed. */
  void record(BatchIdentity batch) {
    layers.ledger().record(batch, Instant.now(), Ledger.COMMITTED);
  }

  VerifyReport verify() {
    return new Verifier(config, chunker, vectors.openReader()).verify();
  }

  @Override
  public void close() {
    processor.close();
    writer.close();
    caching.close();
    keys.close();
    tables.close();
  }

  /** The failure of a batch that was made to die. */
  static final class Died extends RuntimeException {
    private static final long serialVersionUID = 1;
  }
}
