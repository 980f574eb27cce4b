package dev.freshet.core.vector;

/**
 * Rows whose data files are written but which no reader can see yet. Only the table that staged
 * them can commit them. Staged rows that are never committed are orphan files: harmless, removed by
 * maintenance.
 */
public interface StagedRows {

  /** Number of rows. */
  long rows();
}
