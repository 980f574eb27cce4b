package dev.freshet.lance.maintain;

import dev.freshet.core.error.FreshetException;
import dev.freshet.core.lease.CommitLease;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The time in which maintenance commits: waits for the lease within bounds and goes on without it
 * if it does not come, as a commit that conflicts is rejected anyway. One per step; not
 * thread-safe.
 */
public final class CommitWindow implements AutoCloseable {

  /** A writer waits a quarter of a second; what outlives this was killed. */
  static final Duration TTL = Duration.ofSeconds(2);

  /** Only another optimizer can hold it, for one window at a time. */
  private static final Duration WAIT_MAX = Duration.ofSeconds(1);

  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private static final Logger LOGGER = LoggerFactory.getLogger(CommitWindow.class);

  private final CommitLease lease;
  private final String holder;
  private CommitLease.@Nullable Held held;
  private boolean opened;
  private Duration waited = Duration.ZERO;

  public CommitWindow(CommitLease lease, String holder) {
    this.lease = lease;
    this.holder = holder;
  }

  /**
   * Takes the lease, or gives up after a second.
   *
   * @return false if that was done before; it is tried once
   */
  public boolean open() {
    if (opened) {
      return false;
    }
    opened = true;
    long started = System.nanoTime();
    try {
      Optional<CommitLease.Held> taken = lease.tryAcquire(holder, TTL);
      while (taken.isEmpty()
          && System.nanoTime() - started < WAIT_MAX.toNanos()
          && !Thread.currentThread().isInterrupted()) {
        LockSupport.parkNanos(LOOK_NANOS);
        taken = lease.tryAcquire(holder, TTL);
      }
      held = taken.orElse(null);
    } catch (FreshetException e) {
      LOGGER
          .atWarn()
          .addKeyValue("error", e.getMessage())
          .log("maintenance commits without the lease");
    }
    waited = waited.plus(Duration.ofNanos(System.nanoTime() - started));
    return true;
  }

  /** Takes the lease before a commit, or revives one that has expired since it was taken. */
  void confirm() {
    if (open() || held == null || held.isHeld()) {
      return;
    }
    try {
      if (held.renew()) {
        return;
      }
    } catch (FreshetException e) {
      LOGGER.atWarn().addKeyValue("error", e.getMessage()).log("the lease was not renewed");
    }
    held = null;
  }

  /** Time spent until the lease came, or did not. */
  Duration waited() {
    return waited;
  }

  @Override
  public void close() {
    if (held != null) {
      held.close();
      held = null;
    }
  }
}
