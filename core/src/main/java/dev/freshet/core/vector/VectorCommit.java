package dev.freshet.core.vector;

import dev.freshet.core.BatchIdentity;
import java.time.Instant;
import java.util.Set;

/**
 * One batch as the vector table commits it.
 *
 * @param identity which batch this is
 * @param replacedKeys record keys all of whose present rows disappear: deleted records and those
 *     with new rows in {@code rows}
 * @param rows the new rows, staged by the same table
 * @param asOf everything that landed before this instant is in the table once the batch is
 *     committed
 */
public record VectorCommit(
    BatchIdentity identity, Set<String> replacedKeys, StagedRows rows, Instant asOf) {

  public VectorCommit {
    replacedKeys = Set.copyOf(replacedKeys);
  }
}
