package dev.freshet.pipeline.stage;

import dev.freshet.core.BatchIdentity;
import dev.freshet.core.vector.StagedRows;
import dev.freshet.core.vector.WriteOutcome;
import dev.freshet.home.layer.Ledger;
import dev.freshet.home.layer.QuarantineRow;
import dev.freshet.pipeline.change.EventReader;
import dev.freshet.pipeline.change.LandedRow;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The commit protocol of one micro-batch.
 *
 * <p>Safe to repeat after a crash at any point, and with other batch borders: every store
 * recognises what it holds. Whatever goes wrong is thrown, so that Spark does not advance its
 * checkpoint. One batch at a time; not thread-safe.
 */
public final class BatchProcessor implements AutoCloseable {

  private static final Logger LOGGER = LoggerFactory.getLogger(BatchProcessor.class);

  private final String streamId;
  private final EventReader reader;
  private final Stores stores;
  private final BatchListener listener;
  private final AsOf asOf;
  private final LayerWriter layerWriter;
  private final VectorSink sink;
  private final Clock clock = Clock.systemUTC();
  private Consumer<BatchStep> steps = step -> {};

  /**
   * @param streamId id of the file log that numbers the landed files
   * @param stores stay the caller's to close
   * @param asOf what the table is fresh as of, once a batch is in it
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
    this.stores = stores;
    this.asOf = asOf;
    this.listener = listener;
    this.layerWriter = new LayerWriter(stores.layers());
    this.sink = new VectorSink(stores, embedder);
  }

  /** Tells {@code observer} of every step, before the next one begins; a test may throw or halt. */
  public void observeSteps(Consumer<BatchStep> observer) {
    this.steps = observer;
  }

  /**
   * Takes a batch through all layers to the vector table. Returns once it is queryable and
   * recorded.
   *
   * @param rows all rows of a range of file versions, each of which has at least one; in any order;
   *     none means that nothing landed
   * @throws dev.freshet.core.error.FreshetException the batch is not complete: run it again unless
   *     the error says otherwise
   */
  public void process(List<LandedRow> rows) {
    if (rows.isEmpty()) {
      return;
    }
    List<LandedRow> ordered = new ArrayList<>(rows);
    ordered.sort(Comparator.comparingLong(LandedRow::arrival));
    BatchIdentity batch = new BatchIdentity(streamId, ordered.get(ordered.size() - 1).sequence());
    listener.started(batch);
    try {
      steps.accept(BatchStep.STARTED);
      listener.completed(committed(batch) ? recordAgain(batch) : run(batch, ordered));
    } catch (RuntimeException e) {
      listener.failed(batch, e);
      throw e;
    }
  }

  private boolean committed(BatchIdentity batch) {
    return stores
        .vectors()
        .lastCommitted(streamId)
        .filter(last -> last.endSequence() >= batch.endSequence())
        .isPresent();
  }

  /**
   * The vector table is written last of all stores that matter, so only the ledger may lack the
   * batch: the process died between the two.
   */
  private BatchReport recordAgain(BatchIdentity batch) {
    stores.layers().ledger().record(batch, clock.instant(), Ledger.COMMITTED);
    return BatchReport.skipped(batch, clock.instant());
  }

  private BatchReport run(BatchIdentity batch, List<LandedRow> rows) {
    BatchReading reading = BatchReading.of(batch, rows, reader::read);
    Reduction reduction = reduce(reading.events());
    long started = System.nanoTime();
    LayerWriter.Pending layers = layerWriter.append(batch, reading, reduction);
    ChangeEmbedder.Embedded embedded;
    StagedRows staged;
    Duration embed;
    boolean prepared = false;
    try {
      embedded = sink.embed(reduction.accepted());
      embed = since(started);
      staged = sink.stage(embedded);
      prepared = true;
    } finally {
      if (!prepared) {
        layers.settle();
      }
    }
    layers.await();
    stores.layers().quarantine().append(batch, quarantined(batch, reading, reduction, embedded));
    Instant layersAt = clock.instant();
    Duration write = since(started).minus(embed);
    steps.accept(BatchStep.LAYERS_APPENDED);

    long commitStarted = System.nanoTime();
    int conflicts = reduction.accepted().isEmpty() ? 0 : commit(batch, rows, reduction, staged);
    Duration commit = since(commitStarted);
    Instant queryableAt = clock.instant();
    steps.accept(BatchStep.VECTORS_COMMITTED);
    if (!reduction.accepted().isEmpty()) {
      sink.remember(batch, reduction.accepted());
    }
    steps.accept(BatchStep.KEYS_APPLIED);
    stores.layers().ledger().record(batch, queryableAt, Ledger.COMMITTED);
    steps.accept(BatchStep.RECORDED);

    warnOfEmptyDocuments(embedded);
    Map<Long, Instant> files = landedFiles(rows);
    return new BatchReport(
        batch,
        false,
        rows.size(),
        reading.silver().size(),
        files.size(),
        landedBytes(rows),
        reduction.accepted().size(),
        reduction.stale(),
        reading.quarantine().size(),
        embedded.refused().size(),
        embedded.empty().size(),
        embedded.counts(),
        embedded.work(),
        staged.rows(),
        embed,
        write,
        commit,
        conflicts,
        layersAt,
        queryableAt,
        List.copyOf(files.values()));
  }

  private Reduction reduce(List<LandedEvent> events) {
    List<String> keys =
        events.stream()
            .map(event -> event.reading().event().recordKey())
            .filter(Objects::nonNull)
            .distinct()
            .toList();
    return Reduction.of(events, stores.keys().find(keys));
  }

  private int commit(
      BatchIdentity batch, List<LandedRow> rows, Reduction reduction, StagedRows staged) {
    Instant freshAsOf = asOf.after(batch, rows.get(0).landedAt());
    WriteOutcome outcome = sink.commit(batch, reduction.accepted().keySet(), staged, freshAsOf);
    return outcome instanceof WriteOutcome.Committed committed ? committed.conflicts() : 0;
  }

  private static List<QuarantineRow> quarantined(
      BatchIdentity batch,
      BatchReading reading,
      Reduction reduction,
      ChangeEmbedder.Embedded embedded) {
    LayerRows rows = new LayerRows(batch);
    List<QuarantineRow> quarantine = new ArrayList<>(reading.quarantine());
    embedded
        .refused()
        .forEach(
            (key, reason) -> {
              AcceptedChange change = Objects.requireNonNull(reduction.accepted().get(key));
              quarantine.add(rows.unembeddable(change, reason));
            });
    return quarantine;
  }

  private static Map<Long, Instant> landedFiles(List<LandedRow> rows) {
    Map<Long, Instant> files = new LinkedHashMap<>();
    rows.forEach(row -> files.putIfAbsent(row.sequence(), row.landedAt()));
    return files;
  }

  private static long landedBytes(List<LandedRow> rows) {
    Map<Long, Long> sizes = new HashMap<>();
    rows.forEach(row -> sizes.put(row.sequence(), row.size()));
    return sizes.values().stream().mapToLong(Long::longValue).sum();
  }

  private static void warnOfEmptyDocuments(ChangeEmbedder.Embedded embedded) {
    if (!embedded.empty().isEmpty()) {
      LandedRow first = embedded.empty().get(0).landed().row();
      LOGGER
          .atWarn()
          .addKeyValue("records", embedded.empty().size())
          .addKeyValue("firstFile", first.path())
          .addKeyValue("firstLine", first.line())
          .log(
              "records with an empty document.text are accepted but cannot be found; land them again"
                  + " with a text");
    }
  }

  private static Duration since(long nanos) {
    return Duration.ofNanos(System.nanoTime() - nanos);
  }

  /** Waits, bounded, for appends that are under way. */
  @Override
  public void close() {
    layerWriter.close();
  }
}
