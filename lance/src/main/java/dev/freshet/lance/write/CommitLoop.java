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
 * Repeats one commit: counts conflicts and unknown outcomes, pauses between attempts and gives up
 * after a limit. One instance per commit.
 *
 * <p>A repetition after an unknown outcome is safe only because both attempts name the same anchor
 * fragment: if the earlier one is committed after all, the later one conflicts with it.
 */
final class CommitLoop {

  /** Unknown outcomes of one commit, after which the caller has to decide. */
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

  /** Whether a commit was sent; only then can its effect be in the table. */
  boolean hasAttempted() {
    return conflicts + unknown > 0;
  }

  /**
   * Reads the head of the table.
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
   * Decides about a failed attempt. Returns if the caller may repeat it.
   *
   * @throws CommitConflictException if the time limit has passed and the failure is a conflict
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

  /** The error for a commit that could not be prepared. */
  FreshetException unprepared(LanceTable table, Exception cause) {
    return lastUnknown == null
        ? LanceErrors.failure("prepare " + what + " in", table.uri(), cause)
        : stateUnknown(cause);
  }

  private CommitStateUnknownException stateUnknown(Exception cause) {
    CommitStateUnknownException unknownState =
        new CommitStateUnknownException(
            "Cannot tell whether the commit of "
                + what
                + " arrived: "
                + LanceErrors.firstLine(cause)
                + ". Repeat it with the same identity; remove nothing.",
            cause);
    if (lastUnknown != null && lastUnknown != cause) {
      unknownState.addSuppressed(lastUnknown);
    }
    return unknownState;
  }
}
