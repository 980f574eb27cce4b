package dev.freshet.lance.write;

import dev.freshet.core.lease.CommitLease;
import java.time.Duration;

/** The wait of one batch for maintenance. All its attempts share the limit of a writer's wait. */
final class LeaseWait {

  private final CommitLease lease;
  private Duration total = Duration.ZERO;

  LeaseWait(CommitLease lease) {
    this.lease = lease;
  }

  /** Waits until the lease is free or the limit is reached. Takes some 0.1 ms if it is free. */
  void await() {
    Duration left = CommitLease.WRITER_WAIT_MAX.minus(total);
    if (left.isNegative() || left.isZero()) {
      return;
    }
    Duration took = lease.awaitFree(left);
    // The time of the check itself is no wait.
    total = total.plus(Duration.ofMillis(took.toMillis()));
  }

  /** The sum of the waits so far, each in whole milliseconds. */
  Duration total() {
    return total;
  }
}
