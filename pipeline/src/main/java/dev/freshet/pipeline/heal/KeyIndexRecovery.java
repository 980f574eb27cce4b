package dev.freshet.pipeline.heal;

import dev.freshet.home.layer.Gold;
import dev.freshet.home.layer.GoldRow;
import dev.freshet.home.layer.GoldState;
import dev.freshet.home.layer.LayerTable;
import dev.freshet.pipeline.record.KeyIndex;
import dev.freshet.pipeline.record.KeyState;
import dev.freshet.pipeline.record.NewestByKey;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.ToLongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a key index up to Gold. Run it once after opening the index and before the first batch;
 * killed at any point, run it again.
 *
 * <p>The index must know every batch that will not be repeated, and no batch that will be: a batch
 * that is in the index but not in the vector table would find its own changes "not newer" when it
 * is repeated, and drop them. So the caller says up to which sequence the vector table holds the
 * stream, and an index that was applied further is rebuilt. A row counts by its file, not by its
 * batch: the rows of a batch that did not reach the vector table may have reached it in smaller
 * batches.
 */
public final class KeyIndexRecovery {

  private static final Logger LOGGER = LoggerFactory.getLogger(KeyIndexRecovery.class);

  /** Bounds the heap. States are merged, so the size of a slice does not change the result. */
  private static final int KEYS_PER_WRITE = 20_000;

  private final KeyIndex index;
  private final LayerTable<GoldRow> gold;

  public KeyIndexRecovery(KeyIndex index, LayerTable<GoldRow> gold) {
    this.index = index;
    this.gold = gold;
  }

  /**
   * Makes the index hold exactly the states of Gold whose landed files the vector table holds.
   * Reads only the rows after the applied ones, unless the index has to be rebuilt.
   *
   * @param streamId the stream that continues
   * @param committedEnd end sequence of a stream's newest batch in the vector table, or 0 without
   *     one; called for every stream that Gold names, ended ones too
   */
  public RecoveryOutcome recover(String streamId, ToLongFunction<String> committedEnd) {
    long upTo = committedEnd.applyAsLong(streamId);
    boolean rebuild = index.needsRebuild() || isAhead(committedEnd);
    if (rebuild) {
      LOGGER.atInfo().addKeyValue("version", upTo).log("rebuilding the key index from gold");
      index.clear();
    }
    long applied = index.appliedThrough(streamId);
    if (!rebuild && applied == upTo && upTo > 0) {
      return new RecoveryOutcome(false, 0);
    }
    Fold fold = new Fold(streamId, upTo, committedEnd);
    OptionalLong after = applied == 0 ? OptionalLong.empty() : OptionalLong.of(applied);
    gold.scanAfter(Gold.STATES, after, fold::accept);
    fold.finish();
    return new RecoveryOutcome(rebuild, fold.rows);
  }

  /** Whether the index knows a batch of any stream that the vector table does not hold. */
  private boolean isAhead(ToLongFunction<String> committedEnd) {
    return index.applied().entrySet().stream()
        .anyMatch(stream -> stream.getValue() > committedEnd.applyAsLong(stream.getKey()));
  }

  /**
   * What a recovery did.
   *
   * @param rebuilt whether the index was emptied and filled again
   * @param rows how many rows of Gold it took in
   */
  public record RecoveryOutcome(boolean rebuilt, long rows) {}

  /**
   * Collects rows and writes them in slices. The last slice records how far the streams are
   * applied.
   */
  private final class Fold {

    private final String stream;
    private final long upTo;
    private final ToLongFunction<String> committedEnd;
    private final Map<String, Long> committed = new HashMap<>();
    private final Map<String, Long> reached = new HashMap<>();
    private final Map<String, Long> appliedBefore = new HashMap<>();
    private NewestByKey<KeyState> states = noStates();
    private long rows;

    Fold(String stream, long upTo, ToLongFunction<String> committedEnd) {
      this.stream = stream;
      this.upTo = upTo;
      this.committedEnd = committedEnd;
    }

    void accept(GoldState row) {
      String rowStream = row.line().stream();
      long sequence = row.line().sequence();
      long applied = appliedBefore.computeIfAbsent(rowStream, index::appliedThrough);
      long held = committed.computeIfAbsent(rowStream, committedEnd::applyAsLong);
      if (sequence <= applied || sequence > held) {
        return;
      }
      rows++;
      reached.merge(rowStream, sequence, Math::max);
      states.offer(row.recordKey(), KeyState.of(row));
      if (states.elements().size() >= KEYS_PER_WRITE) {
        index.fold(states.elements(), Map.of(), KeyIndex.Step.RECOVERY_SLICE);
        states = noStates();
      }
    }

    private static NewestByKey<KeyState> noStates() {
      return new NewestByKey<>(state -> state, Map.of());
    }

    void finish() {
      // A stream without any held row is recorded too, with 0: its rows are still to come.
      committed
          .keySet()
          .forEach(each -> reached.merge(each, index.appliedThrough(each), Math::max));
      if (upTo > 0) {
        reached.merge(stream, upTo, Math::max);
      }
      index.fold(states.elements(), reached, KeyIndex.Step.RECOVERY_END);
    }
  }
}
