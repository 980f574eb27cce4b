package dev.freshet.core.vector;

import java.io.Serializable;

/**
 * Rows whose data files are written but which no reader can see yet. Only the table that staged
 * them can commit them. Staged rows that are never committed are orphan files: harmless, removed by
 * maintenance. They may be sent from the process that wrote them to the one that commits them.
 */
public interface StagedRows extends Serializable {

  /** Number of rows. */
  long rows();
}
