package dev.freshet.testkit.maintenance;

import dev.freshet.core.maintenance.ColumnIndex;
import dev.freshet.core.maintenance.TableMaintainer;

/**
 * A vector table under test, as its writer and an administrator see it. It does not exist before
 * the first write.
 */
public interface MaintainedTable extends AutoCloseable {

  /** Commits a batch of new records, one row each, as one fragment; creates the table first. */
  void write(int rows);

  /** Commits a batch that deletes the oldest records. */
  void delete(int rows);

  /** Removes the vector index by hand. */
  void dropIndex();

  /** Removes the index of a column by hand. */
  void dropIndex(ColumnIndex index);

  /** Removes the table. */
  void drop();

  /** Live rows that batches and deletions leave. */
  long rows();

  /** Opens a maintainer; the caller closes it. */
  TableMaintainer openMaintainer();

  /**
   * Asserts that the table holds what was written and that searches find it.
   *
   * @param after what was done, for the message
   */
  void assertIntact(String after);

  @Override
  void close();
}
