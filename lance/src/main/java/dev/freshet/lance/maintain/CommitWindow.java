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
 * The time in which maintenance commits. It waits for the lease up to a limit and then goes on
 * without it, since a commit that conflicts is rejected anyway. One instance per step; not
 * thread-safe.
 */
final class CommitWindow implements AutoCloseable {

  /** More than a window takes; the lease of a killed process delays others no longer than this. */
  private static final Duration TTL = Duration.ofSeconds(2);

  /** Only another maintenance process can hold the lease, for one window at a time. */
  private static final Duration WAIT_MAX = Duration.ofSeconds(1);

  private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private static final Logger LOGGER = LoggerFactory.getLogger(CommitWindow.class);

  private final CommitLease lease;
  private final String holder;
  private CommitLease.@Nullable Held held;
  private boolean opened;
  private Duration waited = Duration.ZERO;

  CommitWindow(CommitLease lease, String holder) {
    this.lease = lease;
    this.holder = holder;
  }

  /**
   * Takes the lease, or gives up after a second. Only the first call does so.
   *
   * @return whether this was the first call
   */
  boolean open() {
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
        LockSupport.parkNanos(RETRY_NANOS);
        taken = lease.tryAcquire(holder, TTL);
      }
      held = taken.orElse(null);
    } catch (FreshetException e) {
      LOGGER
          .atWarn()
          .addKeyValue("error", e.getMessage())
          .log("cannot take the lease, maintenance commits without it");
    }
    waited = waited.plus(Duration.ofNanos(System.nanoTime() - started));
    return true;
  }

  /** Takes the lease before a commit, or renews one that has expired since it was taken. */
  void confirm() {
    if (open() || held == null || held.isHeld()) {
      return;
    }
    try {
      if (held.renew()) {
        return;
      }
    } catch (FreshetException e) {
      LOGGER
          .atWarn()
          .addKeyValue("error", e.getMessage())
          .log("cannot renew the lease, maintenance commits without it");
    }
    held = null;
  }

  /** How long {@link #open} waited for the lease. */
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
