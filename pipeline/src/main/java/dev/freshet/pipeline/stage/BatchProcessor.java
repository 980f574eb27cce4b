package dev.freshet.pipeline.stage;

import dev.freshet.core.BatchIdentity;
import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.FailureClass;
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
import dev.freshet.pipeline.stage.landed.BatchOrigin;
import dev.freshet.pipeline.stage.landed.LandedBatch;
import dev.freshet.pipeline.stage.landed.LineReading;
import dev.freshet.pipeline.stage.landed.LineReading.ReadLine;
import dev.freshet.pipeline.stage.landed.ReadNote;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
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
  private Optional<Expected> expected = Optional.empty();

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
      listener.completed(
          refilled(landed, origin)
              .map(rest -> committed(batch) ? recordAgain(batch) : run(rest, origin, clock))
              .orElseGet(() -> BatchReport.skipped(batch, Instant.now())));
    } catch (RuntimeException e) {
      listener.failed(batch, e);
      throw e;
    }
  }

  /**
   * Files up to this sequence come again although the vector table holds them, because Bronze lost
   * them: they are appended to the layers only.
   *
   * @param upTo the last of them
   * @param then called once they are appended, before any later file is processed
   */
  public void refillUpTo(long upTo, Runnable then) {
    this.expected = Optional.of(new Expected(upTo, then));
  }

  /** No file comes again: an earlier {@link #refillUpTo} is not true any more. */
  public void refillNothing() {
    this.expected = Optional.empty();
  }

  /**
   * Fails if files that were to come again did not come.
   *
   * @throws FreshetException with {@link ErrorCode#STORE_DAMAGED}
   */
  public void requireRefilled() {
    expected.ifPresent(
        files -> {
          throw new FreshetException(
              ErrorCode.STORE_DAMAGED,
              "Cannot fill %s again: file versions up to %d of stream %s were to be read from the landing zone once more, and it did not give them. Put back the landed files of these versions, then start `run` again."
                  .formatted(stores.layers().bronze().table().path(), files.upTo(), streamId));
        });
  }

  /** Files that come again. */
  private record Expected(long upTo, Runnable then) {}

  /** Appends files that come again to the layers; what is left of the batch, if anything is. */
  private Optional<LandedBatch> refilled(LandedBatch landed, BatchOrigin origin) {
    if (expected.isEmpty()) {
      return Optional.of(landed);
    }
    long upTo = expected.get().upTo();
    Map<Boolean, List<LandedRow>> rows =
        landed.rows().stream().collect(Collectors.partitioningBy(row -> row.sequence() <= upTo));
    List<LandedRow> again = Objects.requireNonNull(rows.get(true));
    List<LandedRow> rest = Objects.requireNonNull(rows.get(false));
    if (!again.isEmpty()) {
      LandedBatch comesAgain = LandedBatch.of(streamId, again);
      refill(comesAgain, ReadNote.of(comesAgain, origin));
    }
    if (landed.identity().endSequence() >= upTo) {
      expected.get().then().run();
      expected = Optional.empty();
    }
    return rest.isEmpty() ? Optional.empty() : Optional.of(LandedBatch.of(streamId, rest));
  }

  /**
   * Appends a batch to the layers that lack it, the ledger among them. The vector table is left
   * alone: it holds the batch, or is restored from Gold later. The key index must hold what came
   * before the batch, and holds the batch afterwards.
   *
   * @param stream may be one that has ended
   * @param rows all rows of the batch, at least one
   */
  public void refill(String stream, List<LandedRow> rows) {
    refill(LandedBatch.of(stream, rows), Map.of());
  }

  /**
   * @param notes for Bronze, if it lacks the batch
   */
  private void refill(LandedBatch landed, Map<Long, String> notes) {
    BatchIdentity batch = landed.identity();
    Decided decided = decide(landed);
    Map<String, AcceptedChange> accepted = decided.reduction().accepted();
    LayerWriter.Pending layers =
        layerWriter.refill(batch, decided.layerRows(batch, notes), Instant::now);
    VectorPreparation.Prepared prepared = null;
    try {
      // Nothing is committed of it, but what the model refuses is in quarantine.
      prepared = sink.prepare(accepted, Instant::now);
    } finally {
      if (prepared == null) {
        layers.settle();
      }
    }
    layers.await();
    stores.layers().quarantine().append(batch, decided.quarantine(batch, prepared.embedded()));
    if (!accepted.isEmpty()) {
      sink.remember(batch, accepted);
    }
    stores.layers().ledger().record(batch, Instant.now(), Ledger.COMMITTED);
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
    Decided decided = decide(landed);
    SilverStage.Sorted silver = decided.silver();
    Reduction reduction = decided.reduction();
    warnOfBackwards(batch, reduction);

    Instant reducedAt = clock.instant();
    LayerWriter.Pending layers =
        layerWriter.append(batch, decided.layerRows(batch, ReadNote.of(landed, origin)), clock);
    VectorPreparation.Prepared prepared = null;
    try {
      prepared = sink.prepare(reduction.accepted(), clock);
    } finally {
      if (prepared == null) {
        layers.settle();
      }
    }
    ChangeEmbedder.Embedded embedded = prepared.embedded();
    StagedRows staged = prepared.staged();
    Instant embeddedAt = prepared.embeddedAt();
    BatchTimeline.LayerCommits layersAt = layers.await();
    List<QuarantineRow> quarantine = decided.quarantine(batch, embedded);
    stores.layers().quarantine().appendReduced(batch, quarantine);
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
        new BatchReport.LineTotals(
            decided.lines().size(), silver.rows().size(), silver.quarantine().size()),
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

  /** What the lines of a batch become, before anything is written. */
  private record Decided(List<ReadLine> lines, SilverStage.Sorted silver, Reduction reduction) {

    LayerWriter.LayerRows layerRows(BatchIdentity batch, Map<Long, String> notes) {
      return new LayerWriter.LayerRows(
          new BronzeStage(batch).rows(lines, notes),
          silver.rows(),
          new GoldStage(batch).rows(reduction));
    }

    List<QuarantineRow> quarantine(BatchIdentity batch, ChangeEmbedder.Embedded embedded) {
      List<QuarantineRow> quarantine = new ArrayList<>(silver.quarantine());
      quarantine.addAll(new GoldStage(batch).quarantine(reduction, embedded.refused()));
      return quarantine;
    }
  }

  /**
   * Decides what the lines become. If that fails for a reason that depends on the data, the lines
   * at fault are rejected and all others go on.
   */
  private Decided decide(LandedBatch landed) {
    List<ReadLine> read = lineReading.read(landed);
    try {
      return decide(landed.identity(), read);
    } catch (RuntimeException | StackOverflowError e) {
      if (FailureClass.of(e) != FailureClass.ISOLATE) {
        throw e;
      }
      Map<ReadLine, Throwable> culprits =
          new Culprits<ReadLine>(part -> decide(landed.identity(), part)).among(read);
      return decide(landed.identity(), lineReading.rejecting(landed, read, culprits));
    }
  }

  private Decided decide(BatchIdentity batch, List<ReadLine> read) {
    Map<String, KeyState> known = stores.keys().find(keys(read));
    List<ReadLine> lines =
        Completion.isNeeded(read)
            ? Completion.complete(read, known, reader, order, stores::columns)
            : read;
    SilverStage.Sorted silver = new SilverStage(batch).sort(lines);
    return new Decided(lines, silver, Reduction.of(silver.events(), known, order));
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
