package dev.freshet.pipeline.heal;

import dev.freshet.core.BatchIdentity;
import dev.freshet.home.layer.Gold;
import dev.freshet.pipeline.document.DeclaredTypes;
import dev.freshet.pipeline.record.NewestByKey;
import dev.freshet.pipeline.stage.AcceptedChange;
import dev.freshet.pipeline.stage.ChangeEmbedder;
import dev.freshet.pipeline.stage.Stores;
import dev.freshet.pipeline.stage.VectorSink;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings vector table and key index up to the layers, before a query starts.
 *
 * <p>Normally only the key index needs it. If the vector table lacks complete batches, it was lost
 * or an older copy was restored: their rows are read from Gold again, embedded and committed, file
 * by file in the order of arrival and under the identity of their own stream, so that a process
 * that dies on the way continues where it was. The landed files are not needed. Records whose text
 * the model refuses are left out as before. Not thread-safe.
 */
public final class VectorRestore {

  private static final Logger LOGGER = LoggerFactory.getLogger(VectorRestore.class);

  /** Rows of one commit; a file is never cut. Enough for the model to work in full batches. */
  private static final int ROWS_PER_COMMIT = 500;

  private final Stores stores;
  private final VectorSink sink;
  private final DeclaredTypes types;

  /**
   * @param stores stay the caller's to close
   * @param types of the metadata
   */
  public VectorRestore(Stores stores, ChangeEmbedder embedder, DeclaredTypes types) {
    this.types = types;
    this.stores = stores;
    this.sink = new VectorSink(stores, embedder);
  }

  /**
   * Recovers. May be repeated after any failure.
   *
   * @param streamId the stream that continues
   * @param stopped called between commits; once true, the rest is left to the next start
   */
  public KeyIndexRecovery.RecoveryOutcome recover(String streamId, BooleanSupplier stopped) {
    List<LostRange> lost = LostRange.find(stores, streamId);
    KeyIndexRecovery.RecoveryOutcome outcome =
        new KeyIndexRecovery(stores.keys(), stores.layers().gold())
            .recover(streamId, stores::committedEnd);
    lost.forEach(range -> restore(range, stopped));
    return outcome;
  }

  private void restore(LostRange lost, BooleanSupplier stopped) {
    LOGGER
        .atWarn()
        .addKeyValue("streamId", lost.stream())
        .addKeyValue("after", lost.after())
        .addKeyValue("rows", lost.rows())
        .log("vector table lacks rows of complete batches, writing them again from gold");
    long after = lost.after();
    for (long end : lost.pieces(ROWS_PER_COMMIT)) {
      if (stopped.getAsBoolean()) {
        return;
      }
      restore(new BatchIdentity(lost.stream(), end), after);
      after = end;
    }
    LOGGER
        .atInfo()
        .addKeyValue("streamId", lost.stream())
        .addKeyValue("after", after)
        .log("vector table holds the rows again");
  }

  private void restore(BatchIdentity piece, long after) {
    List<AcceptedChange> changes = new ArrayList<>();
    stores
        .layers()
        .gold()
        .scanBetween(
            Gold.ROWS,
            after,
            piece.endSequence(),
            row -> {
              if (piece.streamId().equals(row.lineage().batch().streamId())) {
                changes.add(AcceptedChange.of(row, types));
              }
            });
    changes.sort(Comparator.comparingLong(change -> change.state().place()));
    Map<String, AcceptedChange> newest = newest(changes);
    if (!newest.isEmpty()) {
      sink.write(piece, newest, changes.get(0).landedAt());
    }
  }

  private Map<String, AcceptedChange> newest(List<AcceptedChange> changes) {
    NewestByKey<AcceptedChange> newest =
        new NewestByKey<>(
            AcceptedChange::state,
            stores.keys().find(changes.stream().map(AcceptedChange::recordKey).toList()));
    changes.forEach(change -> newest.offer(change.recordKey(), change));
    return newest.elements();
  }
}
