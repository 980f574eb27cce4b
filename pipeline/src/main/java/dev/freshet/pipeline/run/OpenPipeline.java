package dev.freshet.pipeline.run;

import dev.freshet.autoloader.Admission;
import dev.freshet.autoloader.discovery.DiscoveryMonitor;
import dev.freshet.autoloader.filelog.FileVersion;
import dev.freshet.autoloader.fs.LandingAccess;
import dev.freshet.core.BatchIdentity;
import dev.freshet.core.config.FreshetConfig;
import dev.freshet.core.config.HomeLayout;
import dev.freshet.core.cost.BatchAdmission;
import dev.freshet.core.embed.Embedder;
import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.FreshetException;
import dev.freshet.core.vector.VectorTableSpec;
import dev.freshet.home.HomeLock;
import dev.freshet.home.content.DamagedContent;
import dev.freshet.home.delta.DeltaTables;
import dev.freshet.home.layer.LayerTables;
import dev.freshet.home.layer.Ledger;
import dev.freshet.home.layer.QuarantineRow;
import dev.freshet.home.process.Background;
import dev.freshet.home.process.Owned;
import dev.freshet.pipeline.admission.AdmissionControl;
import dev.freshet.pipeline.cache.CachingEmbedder;
import dev.freshet.pipeline.cluster.SparkDataFileWriter;
import dev.freshet.pipeline.document.DeclaredTypes;
import dev.freshet.pipeline.heal.BatchNote;
import dev.freshet.pipeline.heal.CheckpointProof;
import dev.freshet.pipeline.heal.ContentNotes;
import dev.freshet.pipeline.heal.KeyIndexRecovery;
import dev.freshet.pipeline.heal.LandedFiles;
import dev.freshet.pipeline.heal.LandedStream;
import dev.freshet.pipeline.heal.LayerCut;
import dev.freshet.pipeline.heal.LayerRefill;
import dev.freshet.pipeline.heal.LostFileLog;
import dev.freshet.pipeline.heal.SuspectBatch;
import dev.freshet.pipeline.heal.VectorRestore;
import dev.freshet.pipeline.landing.SourceAccess;
import dev.freshet.pipeline.metrics.BatchListener;
import dev.freshet.pipeline.metrics.BatchReport;
import dev.freshet.pipeline.metrics.PipelineMetrics;
import dev.freshet.pipeline.record.KeyIndex;
import dev.freshet.pipeline.session.BatchMemory;
import dev.freshet.pipeline.stage.AsOf;
import dev.freshet.pipeline.stage.BatchProcessor;
import dev.freshet.pipeline.stage.ChangeEmbedder;
import dev.freshet.pipeline.stage.Stores;
import dev.freshet.pipeline.stage.landed.BatchOrigin;
import dev.freshet.storage.RecentWrites;
import dev.freshet.storage.damage.DamageListener;
import dev.freshet.storage.damage.SetAside;
import dev.freshet.storage.hadoop.LocalFs;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything a running pipeline holds open, in the order in which it may be opened. The caller
 * holds the home's lock: opening the vector table's writer fences every other one.
 */
final class OpenPipeline implements AutoCloseable {

  private static final Logger LOGGER = LoggerFactory.getLogger(OpenPipeline.class);
  private static final Duration STATUS_PAUSE = Duration.ofMillis(500);

  private final Owned owned = new Owned();
  private final String streamId;
  private final long startAfter;
  private final Path checkpoint;
  private final DamageListener damages;
  private final ReplaceableTable vectors;
  private final Stores stores;
  private final DeclaredTypes types;
  private final VectorRestore restore;
  private final LayerRefill refill;
  private final ContentNotes content;
  private final LayerCut cut;
  private final BatchProcessor processor;
  private final StatusReporter reporter;
  private final AdmissionControl control;
  private final BatchNote note;
  private final Path fileLog;
  private final HomeLayout layout;
  private volatile StorePresence presence = new StorePresence(List.of());

  private OpenPipeline(
      FreshetConfig config,
      Embedder embedder,
      Documents documents,
      VectorStore store,
      PipelineMetrics metrics,
      SparkSession spark) {
    try {
      this.layout = config.layout();
      Configuration hadoop = LocalFs.configuration();
      DeltaTables tables =
          owned.own(
              DeltaTables.distributed(
                  hadoop,
                  schema -> new SparkDataFileWriter(() -> spark, hadoop, schema),
                  DeltaTables.LOCAL_ROWS_MAX));
      LayerTables layers = LayerTables.of(tables, layout);
      LayerRefill.cutBack(layers, metrics);
      KeyIndex keys = owned.own(KeyIndex.open(layout.keyIndex(), metrics));
      CachingEmbedder caching =
          owned.own(CachingEmbedder.open(layout.vectorCache(), embedder, metrics));
      Supplier<LandingAccess> landing = new SourceAccess(config)::access;
      LandedStream stream =
          LandedStream.open(
              layout, layers, new LostFileLog(layers, keys::appliedThrough, landing), metrics);
      this.streamId = stream.id();
      this.startAfter = stream.startAfter();
      this.checkpoint = layout.checkpoint(streamId);
      this.damages = metrics;
      this.vectors =
          owned.own(
              ReplaceableTable.open(store, spec(config, embedder), layout.vectorTable(), metrics));
      this.stores = new Stores(layers, keys, vectors);
      this.reporter = new StatusReporter(streamId, layout, metrics, keys, completedEnd());
      owned.own(reporter::report);
      this.fileLog = layout.fileLog();
      this.control = new AdmissionControl(admission(config), metrics, System::nanoTime);
      this.note = owned.own(BatchNote.open(layout.batchNote(), streamId, metrics));
      Map<Long, String> leftOut =
          new SuspectBatch(streamId, layout, layers).settle(note, completedEnd());
      owned.own(Admission.register(streamId, new Noted(control, note)));
      reporter.admission(control::state);
      ChangeEmbedder changeEmbedder = new ChangeEmbedder(documents.chunker(), caching, leftOut);
      this.types = new DeclaredTypes(config.document().metadata().types());
      this.restore = new VectorRestore(stores, changeEmbedder, types);
      this.processor =
          owned.own(
              new BatchProcessor(
                  streamId,
                  documents.reader(),
                  changeEmbedder,
                  stores,
                  new AsOf(reporter::asOfBatch),
                  new Reported(metrics, reporter, control, note)));
      this.content = new ContentNotes(layout.contentState());
      LandedFiles landed = new LandedFiles(layers, streamId, fileLog, landing);
      this.cut = new LayerCut(landed, metrics);
      this.refill = new LayerRefill(stores, processor, landed);
      owned.own(new Background("status", STATUS_PAUSE, reporter::report));
    } catch (RuntimeException e) {
      owned.close();
      throw e;
    }
  }

  static OpenPipeline open(
      FreshetConfig config,
      Embedder embedder,
      Documents documents,
      VectorStore store,
      PipelineMetrics metrics,
      SparkSession spark) {
    return new OpenPipeline(config, embedder, documents, store, metrics, spark);
  }

  private static VectorTableSpec spec(FreshetConfig config, Embedder embedder) {
    return new VectorTableSpec(
        embedder.spec().dimension(),
        config.index().distance(),
        embedder.spec().fingerprint(),
        config.document().metadata().columns());
  }

  private static BatchAdmission admission(FreshetConfig config) {
    return BatchAdmission.of(
        config.slo().freshnessP95(),
        BatchMemory.batchEndBytes(),
        config.pipeline().maxTokensPerTrigger().tokens());
  }

  /**
   * Brings the stores up to each other, before every start of the query.
   *
   * <p>Files that maintenance has found damaged are taken out first. Layers that lack complete
   * batches are filled again then. If Bronze lacks some, the query has to read their files from the
   * landing zone again, without its checkpoint; the rest follows once it has.
   *
   * @param stopped whether to stop early
   * @return the sequence after which the query starts if it has no checkpoint
   */
  long recover(BooleanSupplier stopped) {
    requireStores();
    healContent();
    syncRecentWrites();
    OptionalLong again = refill.refill(stopped, () -> recoverFromLayers(stopped));
    if (again.isPresent()) {
      putCheckpointAside();
      return again.getAsLong();
    }
    if (!stopped.getAsBoolean()) {
      recoverFromLayers(stopped);
      CheckpointProof.putDamagedAside(checkpoint, completedEnd(), damages);
    }
    return committedEnd(streamId);
  }

  /** Whether maintenance has found files damaged that {@link #recover} will deal with. */
  boolean hasDamagedContent() {
    return !content.open().isEmpty();
  }

  /** What is taken out of the tables here is filled again by the recovery that follows. */
  private void healContent() {
    List<DamagedContent> damaged = content.open();
    if (damaged.isEmpty()) {
      return;
    }
    try (Owned lock = new Owned()) {
      lock.own(HomeLock.LAYERS.acquire(layout.home()));
      replaceIfDamaged(damaged);
      cut.heal(damaged);
      content.settle(damaged);
    } catch (FreshetException e) {
      if (e.code() != ErrorCode.ALREADY_RUNNING) {
        throw e;
      }
      content.postpone(); // Maintenance is at work on a layer.
    }
  }

  private void replaceIfDamaged(List<DamagedContent> damaged) {
    Set<String> files =
        damaged.stream()
            .filter(each -> each.table().equals(DamagedContent.VECTORS))
            .map(DamagedContent::name)
            .collect(Collectors.toSet());
    try {
      vectors.requireContent(files);
    } catch (FreshetException e) {
      if (e.code() != ErrorCode.STORE_DAMAGED) {
        throw e;
      }
      replaceDamagedTable();
    }
  }

  /**
   * Brings ledger and key index up to the vector table. A batch that died between its commit and
   * its row in the ledger is not always repeated: without a checkpoint the query starts after the
   * last commit. A lost vector table is filled again from Gold. A table from before metadata had
   * types gets them.
   */
  private void recoverFromLayers(BooleanSupplier stopped) {
    stores
        .vectors()
        .lastCommitted(streamId)
        .ifPresent(last -> stores.layers().ledger().record(last, Instant.now(), Ledger.COMMITTED));
    stores.vectors().typeMetadata(types::typed, stopped);
    KeyIndexRecovery.RecoveryOutcome outcome = restore.recover(streamId, stopped);
    LOGGER
        .atInfo()
        .addKeyValue("streamId", streamId)
        .addKeyValue("after", committedEnd(streamId))
        .addKeyValue("rows", outcome.rows())
        .log(outcome.rebuilt() ? "recovered, key index rebuilt" : "recovered");
  }

  /** What a process before has written, and not synced when it died, is built upon from now on. */
  private void syncRecentWrites() {
    try {
      RecentWrites.sync(layout.home(), Instant.now());
    } catch (IOException e) {
      throw new FreshetException(
          ErrorCode.STORE_UNAVAILABLE,
          "Cannot sync home %s to disk: %s. Check the disk, then repeat."
              .formatted(layout.home(), e),
          e);
    }
  }

  private void putCheckpointAside() {
    try {
      SetAside.rename(checkpoint);
    } catch (IOException failed) {
      throw new FreshetException(
          ErrorCode.STORE_UNAVAILABLE,
          "Cannot put the checkpoint %s aside: %s. Check that the storage answers, then start again."
              .formatted(checkpoint, failed.getMessage()),
          failed);
    }
  }

  /** Whether the vector table is new and holds no batch yet. */
  boolean hasFreshTable() {
    return vectors.isFresh();
  }

  /**
   * Opens a new vector table in place of one that the query has found damaged. The caller has seen
   * the query end.
   *
   * @return whether there is a new table, which {@link #recover} fills
   * @throws FreshetException as {@link ReplaceableTable#replaceIfDamaged}
   */
  boolean replaceDamagedTable() {
    boolean replaced = vectors.replaceIfDamaged();
    if (replaced) {
      presence = presence.without(layout.vectorTable());
    }
    return replaced;
  }

  /**
   * Fails if a store is away that was there at the last call. For the thread of the query and for
   * the one that recovers, of which one runs at a time.
   */
  void requireStores() {
    presence.require();
    presence = StorePresence.of(layout);
  }

  /** A batch is complete, and may have made tables; one that is away meanwhile stays required. */
  void rememberStores() {
    presence = presence.with(StorePresence.of(layout));
  }

  /**
   * The sequence up to which the stream is complete by now. Batches without accepted changes count
   * too: they are in the ledger and not in the vector table.
   */
  private long completedEnd() {
    long recorded = stores.layers().ledger().table().lastCommitted(streamId).orElse(0);
    return Math.max(startAfter, Math.max(recorded, committedEnd(streamId)));
  }

  /** End sequence of the last batch of a stream in the vector table; 0 if there is none. */
  long committedEnd(String stream) {
    return stores.committedEnd(stream);
  }

  String streamId() {
    return streamId;
  }

  KeyIndex keys() {
    return stores.keys();
  }

  BatchProcessor processor() {
    return processor;
  }

  StatusReporter reporter() {
    return reporter;
  }

  /**
   * Where the batch that the stream has just taken comes from. It was taken when the source asked
   * how much it may take, before Spark planned it.
   */
  BatchOrigin batchOrigin() {
    Duration sinceTaken = control.sinceAsked().orElse(Duration.ZERO);
    return new BatchOrigin(
        Instant.now().minus(sinceTaken),
        sequence -> DiscoveryMonitor.foundAt(fileLog, sequence),
        sequence -> DiscoveryMonitor.planned(fileLog, sequence));
  }

  /** The process is about to end because memory is out. */
  void outOfMemory() {
    note.outOfMemory();
  }

  /** Closes everything, the last opened first, and writes the last status on the way. */
  @Override
  public void close() {
    owned.close();
  }

  /** Admits batches, and notes which one is taken. */
  private record Noted(AdmissionControl control, BatchNote note) implements Admission.Rule {

    @Override
    public long maxBytes(long waitingBytes) {
      return control.maxBytes(waitingBytes);
    }

    @Override
    public void planned(List<FileVersion> files) {
      note.planned(files);
    }
  }

  /**
   * Passes batches to the metrics, then to the status, which other processes read, then to
   * admission.
   */
  private record Reported(
      PipelineMetrics metrics, StatusReporter reporter, AdmissionControl control, BatchNote note)
      implements BatchListener {

    @Override
    public void started(BatchIdentity identity) {
      metrics.started(identity);
      control.started(identity);
    }

    @Override
    public void completed(BatchReport report) {
      note.completed();
      metrics.completed(report);
      reporter.committed(report.identity().endSequence());
      control.completed(report);
    }

    @Override
    public void quarantined(List<QuarantineRow> rows) {
      metrics.quarantined(rows);
    }

    @Override
    public void failed(BatchIdentity identity, Exception cause) {
      metrics.failed(identity, cause);
      control.failed(identity, cause);
    }
  }
}
