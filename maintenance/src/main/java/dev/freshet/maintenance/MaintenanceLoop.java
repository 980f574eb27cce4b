package dev.freshet.maintenance;

import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.FreshetException;
import dev.freshet.core.maintenance.TableMaintainer;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Passes over the table again and again until it is told to stop, which it obeys after the step
 * that is under way. Waits for a table that is not there yet, for storage that fails, and for a
 * table of a newer version to be replaced. Not thread-safe.
 */
final class MaintenanceLoop {

  private static final Logger LOGGER = LoggerFactory.getLogger(MaintenanceLoop.class);

  /** A look costs a manifest; a tidy table does not get untidy faster than in seconds. */
  static final Duration IDLE_PAUSE = Duration.ofSeconds(3);

  /** After work another look is due: what was put off may be allowed by now. */
  static final Duration BUSY_PAUSE = Duration.ofMillis(500);

  static final Duration FAILURE_PAUSE_MIN = Duration.ofSeconds(1);
  static final Duration FAILURE_PAUSE_MAX = Duration.ofMinutes(1);

  private final Supplier<TableMaintainer> store;
  private final MaintenancePass pass;
  private final Turns turns;
  private final Pauses pauses;
  private @Nullable TableMaintainer table;
  private int failures;

  MaintenanceLoop(
      Supplier<TableMaintainer> store, MaintenancePass pass, Turns turns, Pauses pauses) {
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

  /** Told of every turn of the loop. */
  interface Turns {

    /** A pass was made. */
    void passed(PassResult result);

    /** No pass could be made; another try follows. */
    void waits(FreshetException why);
  }

  /**
   * Runs until {@link Pauses} says stop.
   *
   * @throws FreshetException if the table is none that this version may touch
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
      PassResult result = pass.run(Objects.requireNonNull(table));
      failures = 0;
      turns.passed(result);
      return result.runs().isEmpty() ? IDLE_PAUSE : BUSY_PAUSE;
    } catch (FreshetException e) {
      // A table that was removed and made anew is another one: begin with opening it.
      closeTable();
      Duration pause = pauseAfter(e);
      turns.waits(e);
      return pause;
    }
  }

  /** Ending would not help where the process is started again: it waits, and says what for. */
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
    return failurePause();
  }

  private Duration failurePause() {
    Duration pause = FAILURE_PAUSE_MIN.multipliedBy(1L << Math.min(failures++, 10));
    return pause.compareTo(FAILURE_PAUSE_MAX) > 0 ? FAILURE_PAUSE_MAX : pause;
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
