package dev.freshet.core.vector;

import java.io.Serializable;
import java.util.List;

/**
 * Stages rows of one vector table in any process that reaches the table's storage. It can be sent
 * to that process, and what it returns can be sent back to the table's writer, which commits it. It
 * fences no writer. Thread-safe.
 */
public interface RowStager extends Serializable {

  /**
   * Writes the rows to data files that no reader sees, as {@link VectorTableWriter#stage}. Safe to
   * repeat, also after a process died meanwhile: unused files are orphans.
   *
   * @param rows may be empty; ids must be unique
   * @throws IllegalArgumentException if the rows do not fit the table, or two have the same id
   * @throws dev.freshet.core.error.FreshetException with {@code STORE_UNAVAILABLE} if storage
   *     fails: repeat the call
   */
  StagedRows stage(List<VectorRow> rows);
}
