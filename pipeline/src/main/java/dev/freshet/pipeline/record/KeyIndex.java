package dev.freshet.pipeline.record;

import dev.freshet.core.BatchIdentity;
import dev.freshet.storage.damage.DamageListener;
import dev.freshet.storage.rocks.RocksException;
import dev.freshet.storage.rocks.RocksStore;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The newest known state of every record key, tombstones included, in a local directory. A cache of
 * Gold: if it is lost, {@code KeyIndexRecovery} rebuilds it, and nothing else is lost. That
 * recovery must also run once after every {@link #open}.
 *
 * <p>Every change is one synced, atomic write that holds the states, the count of live records and
 * how far the stream was applied; after a kill at any point all of it is there or none of it.
 * Applying a batch again changes nothing.
 *
 * <p>Thread-safe; writes wait for each other. One process at a time: a second one cannot open the
 * directory. Failures of the disk are {@link dev.freshet.core.error.FreshetException}s.
 */
public final class KeyIndex implements AutoCloseable {

  private final KeyStore store;
  private boolean closed;

  private KeyIndex(KeyStore store) {
    this.store = store;
  }

  /**
   * Opens the index of a directory; a missing or damaged one starts empty and says {@link
   * #needsRebuild()}.
   *
   * @param damages is told of a damaged one
   * @throws dev.freshet.core.error.FreshetException with {@code ALREADY_RUNNING} when another
   *     process, or this one, has it open; with {@code STORE_UNAVAILABLE} when the disk does not
   *     answer
   */
  public static KeyIndex open(Path dir, DamageListener damages) {
    return new KeyIndex(KeyStore.open(dir, damages));
  }

  /** Whether the index is new, was damaged, is of another format, or a rebuild was cut short. */
  public boolean needsRebuild() {
    byte[] format = store.find(KeyIndexCodec.FORMAT_KEY);
    return format == null || KeyIndexCodec.number(format) != KeyIndexCodec.FORMAT;
  }

  /** What is known of the given keys; a key never seen is not in the answer. */
  public Map<String, KeyState> find(Collection<String> keys) {
    List<String> distinct = List.copyOf(new LinkedHashSet<>(keys));
    List<byte @Nullable []> stored =
        store.findAll(distinct.stream().map(KeyIndexCodec::recordKey).toList());
    Map<String, KeyState> found = new HashMap<>();
    for (int i = 0; i < distinct.size(); i++) {
      byte[] state = stored.get(i);
      if (state != null) {
        found.put(distinct.get(i), KeyIndexCodec.state(state));
      }
    }
    return found;
  }

  /**
   * Takes in the states of a batch and records that its stream is applied up to the batch's end. A
   * state that is not newer than the known one is left out, so order and repetition do not matter.
   * Durable when it returns.
   */
  public void apply(BatchIdentity id, Map<String, KeyState> states) {
    long applied = Math.max(id.endSequence(), appliedThrough(id.streamId()));
    fold(states, Map.of(id.streamId(), applied), Step.BATCH);
  }

  /** End sequence of the newest applied batch of a stream; 0 if no batch is applied. */
  public long appliedThrough(String streamId) {
    return number(KeyIndexCodec.appliedKey(streamId));
  }

  /**
   * End sequence of the newest applied batch, per stream; 0 for a stream that a recovery found in
   * Gold and the vector table does not hold.
   */
  public Map<String, Long> applied() {
    Map<String, Long> applied = new HashMap<>();
    store.scan(
        KeyIndexCodec.FIRST_APPLIED,
        KeyIndexCodec.AFTER_APPLIED,
        (key, value) -> applied.put(KeyIndexCodec.appliedStream(key), KeyIndexCodec.number(value)));
    return applied;
  }

  /** How many record keys have a newest state that is not deleted. Exact; reads one number. */
  public long liveRecords() {
    return number(KeyIndexCodec.LIVE_KEY);
  }

  /** What a write belongs to. */
  public enum Step {
    /** One batch; durable. */
    BATCH,
    /** A slice of a recovery; not synced, and the index is incomplete until the end. */
    RECOVERY_SLICE,
    /** The end of a recovery; durable together with all slices before. */
    RECOVERY_END
  }

  /** Empties the index, which is incomplete until the end of a recovery. */
  public synchronized void clear() {
    store.writeSynced(
        batch -> batch.deleteRange(KeyIndexCodec.FIRST_RECORD, KeyIndexCodec.AFTER_ALL));
  }

  /**
   * Takes in states in one atomic write.
   *
   * @param applied the new end sequence up to which each stream is applied
   */
  public synchronized void fold(
      Map<String, KeyState> states, Map<String, Long> applied, Step step) {
    Map<String, KeyState> known = find(states.keySet());
    RocksStore.Changes changes =
        batch -> {
          long live = liveRecords() + putNewer(batch, states, known);
          batch.put(KeyIndexCodec.LIVE_KEY, KeyIndexCodec.number(live));
          for (Map.Entry<String, Long> stream : applied.entrySet()) {
            batch.put(
                KeyIndexCodec.appliedKey(stream.getKey()), KeyIndexCodec.number(stream.getValue()));
          }
          putCompleteness(batch, step);
        };
    if (step == Step.RECOVERY_SLICE) {
      store.write(changes);
    } else {
      store.writeSynced(changes);
    }
  }

  private static void putCompleteness(RocksStore.Writes batch, Step step) throws RocksException {
    switch (step) {
      case BATCH -> {}
      case RECOVERY_SLICE -> batch.delete(KeyIndexCodec.FORMAT_KEY);
      case RECOVERY_END ->
          batch.put(KeyIndexCodec.FORMAT_KEY, KeyIndexCodec.number(KeyIndexCodec.FORMAT));
    }
  }

  /** Returns by how much the number of live records changes. */
  private static long putNewer(
      RocksStore.Writes batch, Map<String, KeyState> states, Map<String, KeyState> known)
      throws RocksException {
    NewestByKey<KeyState> newest = new NewestByKey<>(state -> state, known);
    states.forEach(newest::offer);
    long liveChange = 0;
    for (Map.Entry<String, KeyState> entry : newest.elements().entrySet()) {
      batch.put(KeyIndexCodec.recordKey(entry.getKey()), KeyIndexCodec.state(entry.getValue()));
      liveChange += live(entry.getValue()) - live(known.get(entry.getKey()));
    }
    return liveChange;
  }

  private static int live(@Nullable KeyState state) {
    return state == null || state.deleted() ? 0 : 1;
  }

  private long number(byte[] key) {
    byte[] stored = store.find(key);
    return stored == null ? 0 : KeyIndexCodec.number(stored);
  }

  /** Idempotent. The index must not be used afterwards. */
  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      store.close();
    }
  }
}
