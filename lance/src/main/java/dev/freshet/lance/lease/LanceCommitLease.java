package dev.freshet.lance.lease;

import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.FreshetException;
import dev.freshet.core.lease.CommitLease;
import dev.freshet.core.lease.LeaseRule;
import dev.freshet.core.lease.LeaseState;
import dev.freshet.lance.table.LanceErrors;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The lease of a Lance table: {@link LeaseRule} decides who holds it, {@link LeaseStore} stores it.
 * Thread-safe.
 */
public final class LanceCommitLease implements CommitLease {

  private static final Logger LOGGER = LoggerFactory.getLogger(LanceCommitLease.class);

  /**
   * Interval of the checks of a waiting writer: a check takes 0.1 ms, a commit window tens of ms.
   */
  private static final long CHECK_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  private final LeaseStore store;
  private final InstantSource clock;
  private final LeaseRule rule;

  /**
   * @param table path of the table's dataset; the lease lies beside it
   * @param clock the time of this process
   * @param rule decides who may hold the lease
   */
  public LanceCommitLease(String table, InstantSource clock, LeaseRule rule) {
    this.store = new LeaseStore(uri(table));
    this.clock = clock;
    this.rule = rule;
  }

  /** {@code chunks.lease} beside {@code chunks.lance}: clients do not list it as a table. */
  static String uri(String table) {
    return table.substring(0, table.length() - ".lance".length()) + ".lease";
  }

  @Override
  public synchronized Optional<Held> tryAcquire(String holder, Duration ttl) {
    LeaseState before = current().orElse(null);
    Instant now = clock.instant();
    if (!rule.isFree(before, now)) {
      return Optional.empty();
    }
    LeaseState taken = rule.take(before, holder, now, ttl);
    try {
      return store.replace(taken) ? Optional.of(new Holding(taken, ttl)) : Optional.empty();
    } catch (Exception e) {
      throw unavailable("take", e);
    }
  }

  @Override
  public synchronized Optional<LeaseState> current() {
    try {
      return Optional.ofNullable(store.read());
    } catch (Exception e) {
      throw unavailable("read", e);
    }
  }

  @Override
  public Duration awaitFree(Duration maxWait) {
    long started = System.nanoTime();
    Duration bound = maxWait.compareTo(WRITER_WAIT_MAX) < 0 ? maxWait : WRITER_WAIT_MAX;
    while (!looksFree()
        && System.nanoTime() - started < bound.toNanos()
        && !Thread.currentThread().isInterrupted()) {
      LockSupport.parkNanos(CHECK_NANOS);
    }
    return Duration.ofNanos(System.nanoTime() - started);
  }

  private synchronized boolean looksFree() {
    try {
      return rule.isFree(store.read(), clock.instant());
    } catch (Exception e) {
      LOGGER
          .atDebug()
          .addKeyValue("path", store.uri())
          .addKeyValue("error", LanceErrors.firstLine(e))
          .log("cannot read the lease, it counts as free");
      return true;
    }
  }

  private synchronized boolean renew(Holding holding) {
    try {
      LeaseState stored = store.read();
      if (!holding.isStored(stored)) {
        return false;
      }
      LeaseState renewed = holding.state.renewed(clock.instant(), holding.ttl);
      if (store.replace(renewed)) {
        holding.state = renewed;
        return true;
      }
      return false;
    } catch (Exception e) {
      throw unavailable("renew", e);
    }
  }

  private synchronized void release(Holding holding) {
    try {
      if (holding.isStored(store.read())) {
        store.replace(holding.state.givenBack());
      }
    } catch (Exception e) {
      LOGGER
          .atDebug()
          .addKeyValue("path", store.uri())
          .addKeyValue("error", LanceErrors.firstLine(e))
          .log("cannot release the lease, it expires by itself");
    }
  }

  private FreshetException unavailable(String action, Exception cause) {
    return new FreshetException(
        ErrorCode.STORE_UNAVAILABLE,
        "Cannot "
            + action
            + " the lease "
            + store.uri()
            + ": "
            + LanceErrors.firstLine(cause)
            + ". Check the storage; only speed depends on the lease.",
        cause);
  }

  @Override
  public synchronized void close() {
    store.close();
  }

  /** The lease as this process holds it. */
  private final class Holding implements Held {

    private final Duration ttl;
    private LeaseState state;

    private Holding(LeaseState state, Duration ttl) {
      this.state = state;
      this.ttl = ttl;
    }

    /** Whether {@code stored} is the state that this holder took, and not yet released. */
    private boolean isStored(@Nullable LeaseState stored) {
      return stored != null
          && stored.fencingToken() == state.fencingToken()
          && stored.holder().equals(state.holder())
          && !stored.released();
    }

    @Override
    public long fencingToken() {
      return state.fencingToken();
    }

    @Override
    public boolean isHeld() {
      return rule.isHeld(state, clock.instant());
    }

    @Override
    public boolean renew() {
      return LanceCommitLease.this.renew(this);
    }

    @Override
    public void close() {
      if (!state.released()) {
        release(this);
        state = state.givenBack();
      }
    }
  }
}
