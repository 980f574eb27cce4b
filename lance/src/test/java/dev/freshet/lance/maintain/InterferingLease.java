package dev.freshet.lance.maintain;

import dev.freshet.core.lease.CommitLease;
import dev.freshet.core.lease.LeaseState;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** A lease that is always free, and runs actions of a test just before its holder acts. */
final class InterferingLease implements CommitLease {

  private final Deque<Runnable> beforeTaking = new ArrayDeque<>();
  private final Deque<Runnable> beforeCommit = new ArrayDeque<>();
  private boolean refused;
  private int taken;

  /** Runs {@code action} when the lease is taken next. */
  void beforeTaking(Runnable action) {
    beforeTaking.add(action);
  }

  /** Runs {@code action} when the holder next checks that it still holds the lease. */
  void beforeCommit(Runnable action) {
    beforeCommit.add(action);
  }

  /** From now on refuses the lease to every caller. */
  void refuse() {
    refused = true;
  }

  int taken() {
    return taken;
  }

  @Override
  public Optional<Held> tryAcquire(String holder, Duration ttl) {
    runNext(beforeTaking);
    if (refused) {
      return Optional.empty();
    }
    taken++;
    return Optional.of(new Granted(taken));
  }

  private static void runNext(Deque<Runnable> actions) {
    Runnable action = actions.poll();
    if (action != null) {
      action.run();
    }
  }

  @Override
  public Optional<LeaseState> current() {
    return Optional.empty();
  }

  @Override
  public Duration awaitFree(Duration maxWait) {
    return Duration.ZERO;
  }

  @Override
  public void close() {
    beforeTaking.clear();
  }

  private final class Granted implements Held {

    private final long token;

    private Granted(long token) {
      this.token = token;
    }

    @Override
    public long fencingToken() {
      return token;
    }

    @Override
    public boolean isHeld() {
      runNext(beforeCommit);
      return true;
    }

    @Override
    public boolean renew() {
      return true;
    }

    @Override
    public void close() {
      beforeCommit.clear();
    }
  }
}
