package dev.freshet.lance.write;

import dev.freshet.core.lease.CommitLease;
import dev.freshet.core.lease.LeaseState;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * A lease that everybody may have, and that lets others act at the moments at which the holder is
 * about to do something.
 */
public final class InterferingLease implements CommitLease {

  private final Deque<Runnable> beforeTaking = new ArrayDeque<>();
  private final Deque<Runnable> beforeCommit = new ArrayDeque<>();
  private boolean refused;
  private int taken;

  /** Runs {@code action} when the lease is taken next. */
  public void beforeTaking(Runnable action) {
    beforeTaking.add(action);
  }

  /** Runs {@code action} when the holder next asks whether it holds the lease still. */
  public void beforeCommit(Runnable action) {
    beforeCommit.add(action);
  }

  /** From now on nobody gets it. */
  public void refuse() {
    refused = true;
  }

  public int taken() {
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
