package dev.freshet.pipeline.stage;

import dev.freshet.core.BatchIdentity;
import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.FreshetException;
import dev.freshet.core.vector.StagedRows;
import dev.freshet.core.vector.WriteOutcome;
import dev.freshet.home.layer.Ledger;
import dev.freshet.home.layer.QuarantineRow;
import dev.freshet.pipeline.change.EventReader;
import dev.freshet.pipeline.change.LandedRow;
import dev.freshet.pipeline.metrics.BatchListener;
import dev.freshet.pipeline.metrics.BatchReport;
import dev.freshet.pipeline.metrics.BatchTimeline;
import dev.freshet.pipeline.record.ChangeOrder;
import dev.freshet.pipeline.record.KeyState;
import dev.freshet.pipeline.stage.LineReading.ReadLine;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The commit protocol of one micro-batch: lines are read, the stages decide what they become, the
 * layers are appended while the documents are embedded, then the vector table is committed, then
 * the key index, then the ledger.
 *
 * <p>Safe to repeat after a crash at any point, and with other batch borders: every store
 * recognises what it holds. Every failure is thrown, so that Spark does not advance its checkpoint.
 * One batch at a time; not thread-safe.
 */
public final class BatchProcessor implements AutoCloseable {

  private static final Logger LOGGER = LoggerFactory.getLogger(BatchProcessor.class);

  private final String streamId;
  private final EventReader reader;
  private final ChangeOrder order;
  private final LineReading lineReading;
  private final Stores stores;
  private final BatchListener listener;
  private final AsOf asOf;
  private final LayerWriter layerWriter;
  private final VectorSink sink;

  private Consumer<BatchStep> steps = step -> {};
  private long refillUpTo;

  /**
   * @param streamId id of the file log that numbers the landed files
   * @param stores stay the caller's to close
   * @param asOf how fresh the table is once a batch is in it
   */
  public BatchProcessor(
      String streamId,
      EventReader reader,
      ChangeEmbedder embedder,
      Stores stores,
      AsOf asOf,
      BatchListener listener) {
    this.streamId = streamId;
    this.reader = reader;
    this.order = new ChangeOrder(reader.versioned());
    this.lineReading = new LineReading(reader::read);
    this.stores = stores;
    this.asOf = asOf;
    this.listener = listener;
    this.layerWriter = new LayerWriter(stores.layers());
    this.sink = new VectorSink(stores, embedder);
  }

  /**
   * Calls {@code observer} at every step, before the next one begins; a test may throw or halt
   * there.
   */
  public void observeSteps(Consumer<BatchStep> observer) {
    this.steps = observer;
  }

  /**
   * Takes a batch through all layers to the vector table. Returns once it is queryable and
   * recorded.
   *
   * @param rows all rows of a range of file versions, each of which has at least one; in any order;
   *     none means that nothing landed
   * @param origin where they come from
   * @throws dev.freshet.core.error.FreshetException the batch is not complete: run it again unless
   *     the error says otherwise
   */
  public void process(List<LandedRow> rows, BatchOrigin origin) {
    if (rows.isEmpty()) {
      return;
    }
    BatchClock clock = new BatchClock();
    LandedBatch landed = LandedBatch.of(streamId, rows);
    BatchIdentity batch = landed.identity();
    listener.started(batch);
    try {
      steps.accept(BatchStep.STARTED);
      requireWholeLayers(landed);
      listener.completed(committed(batch) ? recordAgain(batch) : run(landed, origin, clock));
    } catch (RuntimeException e) {
      listener.failed(batch, e);
      throw e;
    }
  }

  /**
   * Files up to this sequence come again although the vector table holds them, because Bronze lost
   * them: they are appended to the layers only. The first batch after them fails, so that the query
   * starts again on layers that are whole.
   *
   * @param upTo 0 once nothing is missing
   */
  public void refillUpTo(long upTo) {
    this.refillUpTo = upTo;
  }

  private void requireWholeLayers(LandedBatch landed) {
    if (refillUpTo == 0) {
      return;
    }
    List<LandedRow> lost =
        landed.rows().stream().filter(row -> row.sequence() <= refillUpTo).toList();
    if (!lost.isEmpty()) {
      refill(lost);
    }
    if (landed.identity().endSequence() >= refillUpTo) {
      refillUpTo = 0;
      throw new FreshetException(
          ErrorCode.STORE_UNAVAILABLE,
          "Cannot go on with batch %s before the layers are checked: they were filled again. The"
                  .formatted(landed.identity().batchId())
              + " query starts again by itself.");
    }
  }

  /**
   * Appends a batch to the layers that lack it, the ledger among them. The vector table is left
   * alone: it holds the batch, or is restored from Gold later. The key index must hold what came
   * before the batch, and holds the batch afterwards.
   *
   * @param rows all rows of the batch, at least one
   */
  public void refill(List<LandedRow> rows) {
    LandedBatch landed = LandedBatch.of(streamId, rows);
    BatchIdentity batch = landed.identity();
    Staged staged = stages(landed);
    LayerWriter.Pending layers = layerWriter.append(batch, staged.layerRows(), Instant::now);
    ChangeEmbedder.Embedded embedded;
    boolean prepared = false;
    try {
      embedded = sink.embed(staged.reduction().accepted());
      prepared = true;
    } finally {
      if (!prepared) {
        layers.settle();
      }
    }
    layers.await();
    stores.layers().quarantine().append(batch, staged.quarantine(embedded));
    if (!staged.reduction().accepted().isEmpty()) {
      sink.remember(batch, staged.reduction().accepted());
    }
    stores.layers().ledger().record(batch, Instant.now(), Ledger.COMMITTED);
  }

  /** What the stages make of a batch. */
  private record Staged(
      List<ReadLine> lines,
      SilverStage.Sorted silver,
      Reduction reduction,
      GoldStage gold,
      LayerWriter.LayerRows layerRows) {

    List<QuarantineRow> quarantine(ChangeEmbedder.Embedded embedded) {
      List<QuarantineRow> quarantine = new ArrayList<>(silver.quarantine());
      quarantine.addAll(gold.quarantine(reduction, embedded.refused()));
      return quarantine;
    }
  }

  private Staged stages(LandedBatch landed) {
    BatchIdentity batch = landed.identity();
    GoldStage goldStage = new GoldStage(batch);
    List<ReadLine> read = lineReading.read(landed);
    Map<String, KeyState> known = stores.keys().find(keys(read));
    List<ReadLine> lines =
        Completion.isNeeded(read)
            ? Completion.complete(read, known, reader, order, stores::columns)
            : read;
    SilverStage.Sorted silver = new SilverStage(batch).sort(lines);
    Reduction reduction = Reduction.of(silver.events(), known, order);
    return new Staged(
        lines,
        silver,
        reduction,
        goldStage,
        new LayerWriter.LayerRows(
            new BronzeStage(batch).rows(lines), silver.rows(), goldStage.rows(reduction)));
  }

  private boolean committed(BatchIdentity batch) {
    return stores.committedEnd(streamId) >= batch.endSequence();
  }

  /**
   * The vector table is written last of all stores that matter, so only the ledger may lack the
   * batch: the process died between the two.
   */
  private BatchReport recordAgain(BatchIdentity batch) {
    Instant now = Instant.now();
    stores.layers().ledger().record(batch, now, Ledger.COMMITTED);
    return BatchReport.skipped(batch, now);
  }

  private BatchReport run(LandedBatch landed, BatchOrigin origin, BatchClock clock) {
    Instant readAt = clock.start();
    BatchIdentity batch = landed.identity();
    Staged made = stages(landed);
    List<ReadLine> lines = made.lines();
    SilverStage.Sorted silver = made.silver();
    Reduction reduction = made.reduction();
    warnOfBackwards(batch, reduction);

    Instant reducedAt = clock.instant();
    LayerWriter.Pending layers = layerWriter.append(batch, made.layerRows(), clock);
    ChangeEmbedder.Embedded embedded;
    StagedRows staged;
    Instant embeddedAt;
    boolean prepared = false;
    try {
      embedded = sink.embed(reduction.accepted());
      embeddedAt = clock.instant();
      staged = sink.stage(embedded);
      prepared = true;
    } finally {
      if (!prepared) {
        layers.settle();
      }
    }
    BatchTimeline.LayerCommits layersAt = layers.await();
    List<QuarantineRow> quarantine = made.quarantine(embedded);
    stores.layers().quarantine().append(batch, quarantine);
    Instant preparedAt = clock.instant();
    steps.accept(BatchStep.LAYERS_APPENDED);

    Instant commitAt = clock.instant();
    int conflicts = reduction.accepted().isEmpty() ? 0 : commit(landed, reduction, staged);
    Instant queryableAt = clock.instant();
    steps.accept(BatchStep.VECTORS_COMMITTED);
    if (!reduction.accepted().isEmpty()) {
      sink.remember(batch, reduction.accepted());
    }
    steps.accept(BatchStep.KEYS_APPLIED);
    stores.layers().ledger().record(batch, queryableAt, Ledger.COMMITTED);
    steps.accept(BatchStep.RECORDED);
    warnOfEmptyDocuments(embedded);
    listener.quarantined(quarantine);
    return new BatchReport(
        batch,
        false,
        landed.files(origin),
        new BatchReport.LineTotals(lines.size(), silver.rows().size(), silver.quarantine().size()),
        new BatchReport.ChangeTotals(
            reduction.accepted().size(),
            reduction.stale(),
            reduction.backwards(),
            reduction.renamed(),
            embedded.refused().size(),
            embedded.empty().size()),
        new BatchReport.VectorTotals(embedded.counts(), embedded.work(), staged.rows(), conflicts),
        new BatchReport.Timings(
            Duration.between(reducedAt, embeddedAt),
            Duration.between(embeddedAt, preparedAt),
            Duration.between(commitAt, queryableAt),
            new BatchTimeline(
                origin.takenAt(), readAt, reducedAt, layersAt, embeddedAt, queryableAt)));
  }

  private static List<String> keys(List<ReadLine> lines) {
    return lines.stream()
        .map(ReadLine::event)
        .filter(Objects::nonNull)
        .flatMap(event -> Stream.of(event.recordKey(), event.replacedKey()))
        .filter(Objects::nonNull)
        .distinct()
        .toList();
  }

  private static void warnOfBackwards(BatchIdentity batch, Reduction reduction) {
    if (reduction.backwards() > 0) {
      LOGGER
          .atWarn()
          .addKeyValue("batchId", batch.batchId())
          .addKeyValue("records", reduction.backwards())
          .log(
              "changes are older by their log or version than what is known, but were committed"
                  + " later, and have no effect; if the source began again, raise source.epoch");
    }
  }

  private int commit(LandedBatch landed, Reduction reduction, StagedRows staged) {
    Instant freshAsOf = asOf.after(landed.identity(), landed.firstLanded());
    WriteOutcome outcome =
        sink.commit(landed.identity(), reduction.accepted().keySet(), staged, freshAsOf);
    return outcome instanceof WriteOutcome.Committed committed ? committed.conflicts() : 0;
  }

  private static void warnOfEmptyDocuments(ChangeEmbedder.Embedded embedded) {
    if (!embedded.empty().isEmpty()) {
      LandedRow first = embedded.empty().get(0).landed().row();
      LOGGER
          .atWarn()
          .addKeyValue("records", embedded.empty().size())
          .addKeyValue("path", first.path())
          .addKeyValue("line", first.line())
          .log(
              "records with an empty document.text are accepted but cannot be found; land them again"
                  + " with a text");
    }
  }

  /** Waits for appends that are under way, for a bounded time. */
  @Override
  public void close() {
    layerWriter.close();
  }
}
