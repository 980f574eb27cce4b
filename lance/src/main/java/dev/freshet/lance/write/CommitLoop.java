package dev.freshet.lance.write;

import dev.freshet.core.error.CommitConflictException;
import dev.freshet.core.error.CommitStateUnknownException;
import dev.freshet.core.error.FreshetException;
import dev.freshet.lance.table.LanceErrors;
import dev.freshet.lance.table.LanceTable;
import dev.freshet.lance.table.TableHead;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The repetition around one commit: counts conflicts and unknown outcomes, waits a little between
 * attempts and gives up in bounds. One instance per commit.
 *
 * <p>A repetition after an unknown outcome is safe only because the attempt before names the same
 * anchor fragment: if it arrives after all, this one conflicts with it.
 */
final class CommitLoop {

  /** Outcomes in a row that nobody knows, after which the caller decides. */
  private static final int UNKNOWN_MAX = 3;

  private static final long PAUSE_MICROS_MAX = 20_000;

  private final String what;
  private final long deadlineNanos;
  private int conflicts;
  private int unknown;
  private @Nullable Exception lastUnknown;

  /**
   * @param what the commit in messages, such as {@code batch s:7 to vector table t}
   */
  CommitLoop(String what, WriterOptions options) {
    this.what = what;
    this.deadlineNanos = System.nanoTime() + options.retryBound().toNanos();
  }

  int conflicts() {
    return conflicts;
  }

  /** Whether a commit was sent; only then may its effect be in the table. */
  boolean hasAttempted() {
    return conflicts + unknown > 0;
  }

  /**
   * Reads the head.
   *
   * @throws CommitStateUnknownException if that fails while the outcome of an attempt is unknown
   */
  TableHead look(LanceTable table) {
    try {
      return table.refresh();
    } catch (FreshetException e) {
      throw lastUnknown == null ? e : stateUnknown(e);
    }
  }

  /**
   * Decides about a failed attempt: returns if it may be repeated.
   *
   * @throws CommitConflictException if the bound is used up by conflicts
   * @throws CommitStateUnknownException if the outcome is still unknown
   */
  void failed(Exception failure) {
    boolean late = System.nanoTime() - deadlineNanos > 0 || Thread.currentThread().isInterrupted();
    if (LanceErrors.isConflict(failure)) {
      conflicts++;
      if (late) {
        throw new CommitConflictException(
            "Cannot commit "
                + what
                + ": other commits came first "
                + conflicts
                + " times. Repeat it later.",
            failure);
      }
    } else {
      unknown++;
      lastUnknown = failure;
      if (late || unknown >= UNKNOWN_MAX) {
        throw stateUnknown(failure);
      }
    }
    LockSupport.parkNanos(
        TimeUnit.MICROSECONDS.toNanos(ThreadLocalRandom.current().nextLong(PAUSE_MICROS_MAX)));
  }

  /** What to throw when a commit cannot even be prepared. */
  FreshetException unprepared(LanceTable table, Exception cause) {
    return lastUnknown == null
        ? LanceErrors.unavailable("prepare " + what + " in", table.uri(), cause)
        : stateUnknown(cause);
  }

  private CommitStateUnknownException stateUnknown(Exception cause) {
    CommitStateUnknownException unknownState =
        new CommitStateUnknownException(
            "Cannot tell whether the commit of "
                + what
                + " arrived: "
                + LanceErrors.firstLine(cause)
                + ". Repeat it with the same identity; clean nothing up.",
            cause);
    if (lastUnknown != null && lastUnknown != cause) {
      unknownState.addSuppressed(lastUnknown);
    }
    return unknownState;
  }
}
