package dev.freshet.maintenance;

import dev.freshet.core.GrowingPause;
import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.FreshetException;
import dev.freshet.core.maintenance.TableMaintainer;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Passes over the table again and again until it is told to stop; then it ends after the step that
 * is under way. Waits while there is no table, while storage fails, and while the table is of a
 * newer version. Not thread-safe.
 */
final class MaintenanceLoop {

  private static final Logger LOGGER = LoggerFactory.getLogger(MaintenanceLoop.class);

  /** Pause after a pass without work. A pass reads a manifest, and work arises within seconds. */
  static final Duration IDLE_PAUSE = Duration.ofSeconds(3);

  /** Pause after work: steps that had to rest may be allowed now. */
  static final Duration BUSY_PAUSE = Duration.ofMillis(500);

  static final Duration FAILURE_PAUSE_MAX = Duration.ofMinutes(1);

  private static final GrowingPause FAILURE_PAUSE =
      new GrowingPause(Duration.ofSeconds(1), FAILURE_PAUSE_MAX);

  private final Supplier<TableMaintainer> store;
  private final Function<TableMaintainer, PassResult> pass;
  private final Turns turns;
  private final Pauses pauses;
  private @Nullable TableMaintainer table;
  private int failures;

  MaintenanceLoop(
      Supplier<TableMaintainer> store,
      Function<TableMaintainer, PassResult> pass,
      Turns turns,
      Pauses pauses) {
    this.store = store;
    this.pass = pass;
    this.turns = turns;
    this.pauses = pauses;
  }

  /** Lets time pass between two turns. */
  interface Pauses {

    /** Waits for so long, or until it is time to stop; returns whether it is. */
    boolean stopsWithin(Duration pause);
  }

  /** Is told of every turn of the loop. */
  interface Turns {

    /** A pass was made. */
    void passed(PassResult result);

    /** No pass could be made; another try follows. */
    void waits(FreshetException why);
  }

  /**
   * Runs until {@link Pauses} says stop.
   *
   * @throws FreshetException if this version may not work on the table
   */
  void run() {
    try {
      Duration pause = Duration.ZERO;
      while (!pauses.stopsWithin(pause)) {
        pause = turn();
      }
    } finally {
      closeTable();
    }
  }

  private Duration turn() {
    try {
      if (table == null) {
        table = store.get();
      }
      PassResult result = pass.apply(Objects.requireNonNull(table));
      failures = 0;
      turns.passed(result);
      return result.runs().isEmpty() ? IDLE_PAUSE : BUSY_PAUSE;
    } catch (FreshetException e) {
      // The table may have been replaced by another one: open it again.
      closeTable();
      Duration pause = pauseAfter(e);
      turns.waits(e);
      return pause;
    }
  }

  /** A process that ended would be started again: it waits instead, and says why. */
  private Duration pauseAfter(FreshetException failure) {
    if (failure.code() == ErrorCode.TABLE_NOT_FOUND) {
      return IDLE_PAUSE;
    }
    if (failure.code() == ErrorCode.TABLE_TOO_NEW) {
      return FAILURE_PAUSE_MAX;
    }
    if (!failure.code().retryable()) {
      throw failure;
    }
    return FAILURE_PAUSE.after(++failures);
  }

  private void closeTable() {
    if (table == null) {
      return;
    }
    TableMaintainer closing = table;
    table = null;
    try {
      closing.close();
    } catch (RuntimeException e) {
      LOGGER.atWarn().setCause(e).log("vector table did not close");
    }
  }
}
