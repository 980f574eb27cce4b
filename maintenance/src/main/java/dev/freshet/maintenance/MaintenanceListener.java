package dev.freshet.maintenance;

import dev.freshet.core.maintenance.MaintenanceRun;

/** Is told what maintenance does, by the thread that works. An exception it throws ends that. */
public interface MaintenanceListener {

  /** Ignores everything. */
  MaintenanceListener NONE = new MaintenanceListener() {};

  /** A step was run, with or without success. */
  default void ran(MaintenanceRun run) {}

  /**
   * Maintenance cannot work on the table now and will try again.
   *
   * @param why in words, with what to do
   */
  default void waits(String why) {}

  /**
   * A step takes far longer than it should. Called by another thread. End the process: nothing in
   * it can interrupt native code. The next process does not run the step for a while.
   *
   * @param what the step
   */
  default void hangs(String what) {}
}
