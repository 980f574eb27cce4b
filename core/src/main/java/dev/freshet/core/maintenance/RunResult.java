package dev.freshet.core.maintenance;

/** How a maintenance run ended; metrics and the history table use these names. */
public enum RunResult {
  DONE,
  /** The table had changed: nothing left to do. */
  NOTHING,
  /** A writer came first; the work was thrown away. */
  CONFLICT,
  /** An error was raised. */
  FAILED,
  /**
   * The process ended within the step, which only the next process can find out: native code can
   * end its process, and so can the operating system when memory runs out.
   */
  ABANDONED;

  /** Whether repeating the step at once would likely waste work again. */
  public boolean wasted() {
    return switch (this) {
      case DONE, NOTHING -> false;
      case CONFLICT, FAILED, ABANDONED -> true;
    };
  }
}
