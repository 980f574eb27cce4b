package dev.freshet.pipeline.stage;

import dev.freshet.core.BatchIdentity;
import dev.freshet.core.vector.StagedRows;
import dev.freshet.core.vector.VectorCommit;
import dev.freshet.core.vector.WriteOutcome;
import dev.freshet.pipeline.record.KeyState;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The last stage: takes accepted changes, and makes them rows of the vector table and then states
 * of the key index. The live path calls its steps one by one, the restore after a loss all of them.
 * Every step may be repeated. Not thread-safe.
 */
public final class VectorSink {

  private final Stores stores;
  private final VectorPreparation preparation;

  /**
   * @param stores stay the caller's to close
   */
  public VectorSink(Stores stores, ChangeEmbedder embedder) {
    this.stores = stores;
    this.preparation = new VectorPreparation(embedder, stores.vectors());
  }

  /**
   * Cuts and embeds the documents of the changes and writes the rows where a commit finds them;
   * nothing is visible yet.
   */
  VectorPreparation.Prepared prepare(Map<String, AcceptedChange> changes, InstantSource clock) {
    return preparation.prepare(changes.values(), clock);
  }

  /**
   * Replaces the rows of the records in one commit.
   *
   * @param keys every record that changed, deleted ones too
   * @param freshAsOf everything that landed before it is in the table after the commit
   */
  WriteOutcome commit(BatchIdentity batch, Set<String> keys, StagedRows staged, Instant freshAsOf) {
    return stores.vectors().commit(new VectorCommit(batch, keys, staged, freshAsOf));
  }

  /** Writes the states of the committed records to the key index. */
  void remember(BatchIdentity batch, Map<String, AcceptedChange> changes) {
    stores.keys().apply(batch, states(changes));
  }

  /**
   * All steps, one after the other.
   *
   * @param changes the newest change per record key, not empty
   * @param freshAsOf as in {@link #commit}
   */
  public void write(BatchIdentity batch, Map<String, AcceptedChange> changes, Instant freshAsOf) {
    VectorPreparation.Prepared prepared = prepare(changes, InstantSource.system());
    commit(batch, changes.keySet(), prepared.staged(), freshAsOf);
    remember(batch, changes);
  }

  /** The newest state per record, once the changes are in the table. */
  private static Map<String, KeyState> states(Map<String, AcceptedChange> changes) {
    Map<String, KeyState> states = new LinkedHashMap<>();
    changes.forEach((key, change) -> states.put(key, change.state()));
    return states;
  }
}
