package dev.freshet.core.config;

/**
 * Who maintains the vector table.
 *
 * @param mode default {@link Mode#PROCESS}
 */
public record OptimizeConfig(Mode mode) {

  public static final Mode DEFAULT_MODE = Mode.PROCESS;

  /** Where maintenance runs. */
  public enum Mode {
    /** In a process that {@code freshet run} starts. */
    PROCESS,
    /**
     * In the process of {@code freshet optimize}, which the operator starts; {@code freshet run}
     * starts none.
     */
    EXTERNAL,
    /** Nowhere: searches get slower as the table grows. */
    OFF
  }

  /** Everything by default. */
  public static OptimizeConfig defaults() {
    return new OptimizeConfig(DEFAULT_MODE);
  }
}
