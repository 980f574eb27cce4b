package dev.freshet.pipeline.heal;

/**
 * How often a process died while the same batch was under way, and what follows. A process that has
 * no memory left says so; one that is killed does not, by a person or by the system. Pure.
 *
 * @param memory times it ran out of memory
 * @param unexplained other times: killed by the system for want of memory, by native code, or by
 *     someone who meant no harm to the batch
 */
record Deaths(int memory, int unexplained) {

  static final Deaths NONE = new Deaths(0, 0);

  /** A kill says little about a batch, a second one of the same batch says more. */
  private static final int SUSPECT_UNEXPLAINED = 2;

  /** A pipeline that is restarted again and again for another reason must not lose a file by it. */
  private static final int GUILTY_UNEXPLAINED = 5;

  /** What is done with the files of the batch. */
  enum Verdict {
    /** They are read again as before. */
    NONE,
    /** Each of them is read in a batch of its own. */
    ALONE,
    /** The one file that the batch has is left out. */
    LEFT_OUT
  }

  /** One more. */
  Deaths andOne(boolean outOfMemory) {
    return outOfMemory ? new Deaths(memory + 1, unexplained) : new Deaths(memory, unexplained + 1);
  }

  /**
   * What follows.
   *
   * @param alone whether the batch was one file that is read alone
   */
  Verdict verdict(boolean alone) {
    if (alone) {
      return memory > 0 || unexplained >= GUILTY_UNEXPLAINED ? Verdict.LEFT_OUT : Verdict.NONE;
    }
    return memory > 0 || unexplained >= SUSPECT_UNEXPLAINED ? Verdict.ALONE : Verdict.NONE;
  }
}
