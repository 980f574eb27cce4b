package dev.freshet.core.vector;

import java.io.Serializable;
import java.util.List;

/**
 * Stages rows of one vector table in any process that reaches the table's storage: it can be sent
 * there, and what it returns be sent back to the table's writer, which commits it. It neither
 * claims nor fences anything. Thread-safe.
 */
public interface RowStager extends Serializable {

  /**
   * Writes the rows to data files that no reader sees, as {@link VectorTableWriter#stage}. Safe to
   * repeat, also after a process died on the way: unused files are orphans.
   *
   * @param rows may be empty; ids must be unique
   * @throws IllegalArgumentException if the rows do not fit the table, or an id is there twice
   * @throws dev.freshet.core.error.FreshetException with {@code STORE_UNAVAILABLE} if storage
   *     fails: repeat the call
   */
  StagedRows stage(List<VectorRow> rows);
}
