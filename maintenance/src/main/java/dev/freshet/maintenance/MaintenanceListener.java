package dev.freshet.maintenance;

import dev.freshet.core.maintenance.MaintenanceRun;

/** Told what maintenance does, by its own thread. What it throws ends maintenance. */
public interface MaintenanceListener {

  /** Nobody wants to know. */
  MaintenanceListener NONE = new MaintenanceListener() {};

  /** A step was run, whatever became of it. */
  default void ran(MaintenanceRun run) {}

  /**
   * Maintenance cannot look after the table now and tries again.
   *
   * @param why in words, with what to do
   */
  default void waits(String why) {}

  /**
   * A step takes far longer than it ever should. Told by another thread: end the process, for
   * nothing in it can interrupt native code. The next process leaves the step alone for a while.
   *
   * @param what the step
   */
  default void hangs(String what) {}
}
