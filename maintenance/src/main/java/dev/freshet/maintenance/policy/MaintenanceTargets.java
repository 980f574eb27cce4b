package dev.freshet.maintenance.policy;

import dev.freshet.core.lease.CommitLease;
import dev.freshet.core.maintenance.IndexGoals;
import java.time.Duration;

/**
 * What maintenance aims at. Everything else follows from this and from what is measured.
 *
 * @param scanBudget a table whose scan takes longer than this gets a vector index
 * @param searchShare by what share of an indexed search each of tail rows, tail fragments and delta
 *     segments may slow a search down
 * @param dutyShare share of the time that extending the index may take; every other kind of step
 *     has a fixed multiple of it, all together less than five times. If rows arrive faster than the
 *     index takes them in within its share, extending has up to three times its share
 * @param deletedShare a fragment with a larger share of deleted rows is rewritten
 * @param recall least share of the true nearest neighbours that the index must find, 0 to 1
 * @param retention for how long a table version can be read, at least an hour is advised, since
 *     readers and searches use an older one
 * @param indexes which indexes the table is to have
 */
public record MaintenanceTargets(
    Duration scanBudget,
    double searchShare,
    double dutyShare,
    double deletedShare,
    double recall,
    Duration retention,
    IndexGoals indexes) {

  private static final MaintenanceTargets DEFAULTS =
      new MaintenanceTargets(
          Duration.ofMillis(15),
          0.75,
          0.10,
          0.15,
          0.98,
          Duration.ofHours(1),
          IndexGoals.vectorOnly());

  public MaintenanceTargets {
    boolean valid =
        scanBudget.compareTo(Duration.ZERO) > 0
            && searchShare > 0
            && dutyShare > 0
            && dutyShare <= 0.5
            && deletedShare > 0
            && deletedShare < 1
            && recall >= 0
            && recall <= 1
            && !retention.isNegative();
    if (!valid) {
      throw new IllegalArgumentException("Invalid maintenance targets");
    }
  }

  /** Targets for a table that is searched while it is written; only its vectors are indexed. */
  public static MaintenanceTargets defaults() {
    return DEFAULTS;
  }

  /** These targets for a table that is to have other indexes. */
  public MaintenanceTargets with(IndexGoals goals) {
    return new MaintenanceTargets(
        scanBudget, searchShare, dutyShare, deletedShare, recall, retention, goals);
  }

  /**
   * How long a compaction may take so that it fits a writer's wait: half of {@link
   * CommitLease#WRITER_WAIT_MAX}, as runtimes spread.
   */
  static Duration compactionTime() {
    return CommitLease.WRITER_WAIT_MAX.dividedBy(2);
  }
}
