package dev.freshet.maintenance;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes runs from the memory to the run table, several at once: a commit for each would leave a
 * file for each. Maintenance goes on without the table. Not thread-safe.
 */
final class RunRecorder {

  private static final Logger LOGGER = LoggerFactory.getLogger(RunRecorder.class);
  static final Duration PAUSE = Duration.ofSeconds(30);

  private final MaintenanceMemory memory;
  private final RunTable table;
  private final InstantSource clock;
  private Instant due;

  RunRecorder(MaintenanceMemory memory, RunTable table, InstantSource clock) {
    this.memory = memory;
    this.table = table;
    this.clock = clock;
    this.due = clock.instant().plus(PAUSE);
  }

  /** Records what waits, if it waited long enough. */
  void recordIfDue() {
    if (!clock.instant().isBefore(due)) {
      record();
    }
  }

  /** Stores what the memory knows, and records what waits. */
  void record() {
    due = clock.instant().plus(PAUSE);
    try {
      memory.store();
      List<RunLog.Numbered> waiting = memory.runs().unrecorded();
      if (!waiting.isEmpty()) {
        table.append(waiting);
        memory.recordedThrough(waiting.get(waiting.size() - 1).number());
      }
    } catch (RuntimeException e) {
      // Also what Delta throws of a table that a later version has changed.
      LOGGER
          .atWarn()
          .addKeyValue("error", e.getMessage())
          .log("maintenance runs are not recorded yet, it is tried again");
    }
  }
}
