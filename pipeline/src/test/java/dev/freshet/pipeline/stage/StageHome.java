package dev.freshet.pipeline.stage;

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
import dev.freshet.core.embed.DocumentExtractor;
import dev.freshet.core.vector.Distance;
import dev.freshet.core.vector.VectorTableSpec;
import dev.freshet.core.vector.VectorTableWriter;
import dev.freshet.home.delta.DeltaTables;
import dev.freshet.home.layer.LayerTables;
import dev.freshet.home.layer.QuarantineRow;
import dev.freshet.pipeline.cache.CachingEmbedder;
import dev.freshet.pipeline.change.EventReader;
import dev.freshet.pipeline.change.LandedRow;
import dev.freshet.pipeline.document.DeclaredTypes;
import dev.freshet.pipeline.heal.VectorRestore;
import dev.freshet.pipeline.metrics.BatchListener;
import dev.freshet.pipeline.metrics.BatchReport;
import dev.freshet.pipeline.record.KeyIndex;
import dev.freshet.pipeline.stage.landed.BatchOrigin;
import dev.freshet.pipeline.verify.Verifier;
import dev.freshet.pipeline.verify.VerifyReport;
import dev.freshet.storage.damage.DamageListener;
import dev.freshet.testkit.embed.HashEmbedder;
import dev.freshet.testkit.vector.FakeVectorTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * A pipeline's home with real Delta tables and a real key index. {@link #start} opens and recovers
 * it as a process of the pipeline does, {@link #stop} closes it. The next start finds the home as
 * the process before left it, after a stop or a crash.
 */
public final class StageHome implements AutoCloseable {

  public static final String STREAM = "s";

  /** A text with this word is refused by the model. */
  public static final String REFUSED = "poison";

  /** The chunker fails at a document with this word. */
  static final String UNSPLITTABLE = "labyrinth";

  /** The files of the tests were never discovered. */
  private static final BatchOrigin ORIGIN =
      new BatchOrigin(Instant.now(), sequence -> Optional.empty(), sequence -> Optional.empty());

  private static final int DIMENSION = 8;

  /** Assign another one before the next start. */
  public FakeVectorTable vectors = new FakeVectorTable();

  public final HashEmbedder embedder = new HashEmbedder(DIMENSION);
  final List<BatchReport> reports = new ArrayList<>();
  final List<QuarantineRow> quarantined = new ArrayList<>();
  final List<BatchIdentity> failures = new ArrayList<>();

  private final FreshetConfig config;
  private String stream = STREAM;
  private DeltaTables tables;
  private LayerTables layers;
  private KeyIndex keys;
  private CachingEmbedder caching;
  private VectorTableWriter writer;
  private BatchProcessor processor;

  private StageHome(Path dir, ChangeFormat changes, Optional<String> version) {
    this.config = config(dir, changes, version);
    embedder.rejectTexts(text -> text.contains(REFUSED));
    start();
  }

  /**
   * The configuration of a home whose records have the key {@code id} and the text {@code body}.
   */
  static FreshetConfig config(Path dir, ChangeFormat changes, Optional<String> version) {
    SourceConfig source =
        new SourceConfig(
            dir.resolve("landing"), SourceFormat.JSON, changes, DiscoveryMode.AUTO, Map.of());
    return FreshetConfig.of(
        "test",
        dir.resolve("home"),
        source,
        new RecordConfig(List.of("id"), version),
        new DocumentConfig(
            TextTemplate.parse("{body}"),
            DocumentFormat.TEXT,
            List.of("tenant"),
            ChunkingConfig.defaults()));
  }

  /** A new home below {@code dir}, started, for the lines of {@link Change}. */
  public static StageHome in(Path dir) {
    return new StageHome(dir, ChangeFormat.PLAIN, Optional.of("rev"));
  }

  /** As {@link #in}, for Debezium's events in the order of their log. */
  public static StageHome ofDebezium(Path dir) {
    return new StageHome(dir, ChangeFormat.DEBEZIUM, Optional.empty());
  }

  /** As {@link #ofDebezium}, for events with a version column. */
  static StageHome ofVersionedDebezium(Path dir) {
    return new StageHome(dir, ChangeFormat.DEBEZIUM, Optional.of("rev"));
  }

  /** As {@link #in}, for rows without a version column: the order of arrival decides. */
  public static StageHome ofRows(Path dir) {
    return new StageHome(dir, ChangeFormat.PLAIN, Optional.empty());
  }

  /** The chunks of a document. */
  public static List<String> split(String document) {
    if (document.contains(UNSPLITTABLE)) {
      throw new StackOverflowError();
    }
    return Arrays.stream(document.split("\\|"))
        .map(String::strip)
        .filter(s -> !s.isEmpty())
        .toList();
  }

  public void start() {
    start(() -> false);
  }

  /**
   * @param stopped ends the recovery of the start early
   */
  public void start(BooleanSupplier stopped) {
    keys = KeyIndex.open(config.layout().keyIndex(), DamageListener.NONE);
    caching = CachingEmbedder.open(config.layout().vectorCache(), embedder, DamageListener.NONE);
    tables = DeltaTables.local(FaultyLayerFs.configuration());
    layers = LayerTables.of(tables, config.layout());
    writer =
        vectors.openWriter(
            VectorTableSpec.of(
                DIMENSION, Distance.COSINE, embedder.spec().fingerprint(), List.of("tenant")));
    processor =
        new BatchProcessor(
            stream,
            EventReader.of(config, DocumentExtractor.none()),
            new ChangeEmbedder(StageHome::split, caching),
            new Stores(layers, keys, writer),
            new AsOf(end -> Optional.empty()),
            new Listener());
    recover(stopped);
  }

  /** The recovery that runs before every start of the query, also in the same process. */
  public void recover() {
    recover(() -> false);
  }

  public void recover(BooleanSupplier stopped) {
    new VectorRestore(
            new Stores(layers, keys, writer),
            new ChangeEmbedder(StageHome::split, caching),
            new DeclaredTypes(Map.of()))
        .recover(stream, stopped);
  }

  public void stop() {
    processor.close();
    writer.close();
    tables.close();
    caching.close();
    keys.close();
  }

  public void restart() {
    stop();
    start();
  }

  public void restartWithoutKeyIndex() {
    stop();
    delete(config.layout().keyIndex());
    start();
  }

  /** Only while the home is stopped. */
  public void deleteVectorCache() {
    delete(config.layout().vectorCache());
  }

  private static void delete(Path tree) {
    try (Stream<Path> files = Files.walk(tree)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Continues with the numbers of a new file log. */
  public void restartAsStream(String newStream) {
    stop();
    stream = newStream;
    start();
  }

  public BatchReport process(List<LandedRow> rows) {
    processor.process(rows, ORIGIN);
    return reports.get(reports.size() - 1);
  }

  /** Runs a batch in a process that dies at a step. */
  public void processUntil(BatchStep last, List<LandedRow> rows) {
    if (!diesAt(last, rows)) {
      throw new AssertionError("The batch did not reach " + last);
    }
  }

  /** Runs a batch in a process that dies at a step, and returns whether it reached the step. */
  boolean diesAt(BatchStep last, List<LandedRow> rows) {
    processor.observeSteps(
        step -> {
          if (step == last) {
            throw new Crash();
          }
        });
    try {
      processor.process(rows, ORIGIN);
      return false;
    } catch (Crash expected) {
      return true;
    } finally {
      processor.observeSteps(step -> {});
    }
  }

  public long committedEnd(String ofStream) {
    return writer.lastCommitted(ofStream).map(BatchIdentity::endSequence).orElse(0L);
  }

  public long vectorVersion() {
    try (var reader = vectors.openReader()) {
      return reader.state().version();
    }
  }

  public FreshetConfig config() {
    return config;
  }

  LayerTables layers() {
    return layers;
  }

  public KeyIndex keys() {
    return keys;
  }

  /** What {@code verify} says. */
  VerifyReport verified() {
    try (var reader = vectors.openReader()) {
      return new Verifier(config, StageHome::split, reader).verify();
    }
  }

  public HomeContents contents() {
    return HomeContents.of(layers, vectors, DIMENSION);
  }

  @Override
  public void close() {
    stop();
  }

  /** Ends a process at a step. */
  private static final class Crash extends RuntimeException {}

  private final class Listener implements BatchListener {

    @Override
    public void started(BatchIdentity identity) {}

    @Override
    public void completed(BatchReport report) {
      reports.add(report);
    }

    @Override
    public void quarantined(List<QuarantineRow> rows) {
      quarantined.addAll(rows);
    }

    @Override
    public void failed(BatchIdentity identity, Exception cause) {
      failures.add(identity);
    }
  }
}
