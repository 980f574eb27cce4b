package dev.freshet.core.maintenance;

import java.time.Duration;

/** How a step ended that raised no error. The table is intact in every case. */
public sealed interface StepOutcome {

  /** The table version afterwards. */
  long version();

  /** Commits that lost to a writer; each was repeated unless the outcome is {@link Conflict}. */
  int conflicts();

  /** Time spent waiting for the {@linkplain dev.freshet.core.lease.CommitLease lease}. */
  Duration leaseWait();

  /**
   * The step was done.
   *
   * @param version the version it made, or the newest if it makes none
   * @param rows rows it wrote or indexed; versions for {@link StepKind#REMOVE_VERSIONS}; 0 for
   *     {@link StepKind#TUNE_SEARCH}, which changes none
   * @param reclaimedBytes bytes of storage it gave back now; 0 where only the removal of versions
   *     will
   * @param conflicts commits that lost to a writer and were repeated
   * @param leaseWait time spent waiting for the lease
   */
  record Done(long version, long rows, long reclaimedBytes, int conflicts, Duration leaseWait)
      implements StepOutcome {}

  /**
   * There was nothing left to do: the table has changed since the plan.
   *
   * @param version the newest version
   * @param why in words
   */
  record Nothing(long version, String why) implements StepOutcome {

    @Override
    public int conflicts() {
      return 0;
    }

    @Override
    public Duration leaseWait() {
      return Duration.ZERO;
    }
  }

  /**
   * A writer changed the same fragments first and the work was thrown away. Plan again.
   *
   * @param version the newest version
   * @param conflicts commits that lost, at least 1
   * @param leaseWait time spent waiting for the lease
   */
  record Conflict(long version, int conflicts, Duration leaseWait) implements StepOutcome {}
}
