package dev.freshet.core.maintenance;

/**
 * Does maintenance on one vector table, meant for another process than the writer. Correctness
 * never depends on it: a step is committed whole or not at all, loses against a writer that changed
 * the same fragments, and may be killed at any point. Not thread-safe.
 */
public interface TableMaintainer extends AutoCloseable {

  /**
   * The newest version's shape, from manifest and index descriptions; reads no rows.
   *
   * @throws dev.freshet.core.error.FreshetException with {@code TABLE_NOT_FOUND} while no writer
   *     has created the table: wait; with {@code STORE_UNAVAILABLE}: try again later
   */
  TableShape observe();

  /**
   * Takes one step on the newest version. Heavy work is done without the lease; it is held for the
   * commit alone, and for a compaction that is short enough to lie within the writer's wait. Safe
   * to repeat: a step whose fragments or segments no longer exist answers {@link
   * StepOutcome.Nothing}.
   *
   * @throws dev.freshet.core.error.FreshetException if it failed; the table is as before or the
   *     step is done: observe and plan again
   */
  StepOutcome run(MaintenanceStep step);

  /**
   * Measures what searches cost and find, on the newest version and with the parameters in force.
   *
   * @throws dev.freshet.core.error.FreshetException with {@code STORE_UNAVAILABLE}: keep what was
   *     measured before
   */
  Measured measure(Probe probe);

  /**
   * The files with the rows of the newest version, to be read again; none while there is no table.
   * Does not need a table that can be opened.
   *
   * @throws dev.freshet.core.error.FreshetException if they cannot be listed
   */
  TableContent content();

  @Override
  void close();
}
