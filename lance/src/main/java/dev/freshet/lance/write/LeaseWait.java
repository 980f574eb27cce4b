package dev.freshet.lance.write;

import dev.freshet.core.lease.CommitLease;
import java.time.Duration;

/** What one batch waits for maintenance: over all its attempts no longer than a writer may. */
final class LeaseWait {

  private final CommitLease lease;
  private Duration total = Duration.ZERO;

  LeaseWait(CommitLease lease) {
    this.lease = lease;
  }

  /** Returns when the lease is free, or the time is used up. Some 0.1 ms if it is free. */
  void await() {
    Duration left = CommitLease.WRITER_WAIT_MAX.minus(total);
    if (left.isNegative() || left.isZero()) {
      return;
    }
    Duration took = lease.awaitFree(left);
    // Looking is no wait.
    total = total.plus(Duration.ofMillis(took.toMillis()));
  }

  /** Waits so far, in whole milliseconds each. */
  Duration total() {
    return total;
  }
}
