package dev.freshet.maintenance;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies runs from the memory to the run table, several at once: a commit for each would leave a
 * file for each. Maintenance continues if that fails. Not thread-safe.
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

  /** Records the runs that wait, if the pause is over. */
  void recordIfDue() {
    if (!clock.instant().isBefore(due)) {
      record();
    }
  }

  /** Stores the memory, and records the runs that wait. */
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
      // Delta throws its own exceptions if a later version has changed the table.
      LOGGER
          .atWarn()
          .addKeyValue("error", e.getMessage())
          .log("maintenance runs were not recorded, it will be tried again");
    }
  }
}
