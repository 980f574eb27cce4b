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
    /** {@code freshet run} starts a process of its own for it and watches over it. */
    PROCESS,
    /** Somebody else starts {@code freshet optimize}. */
    EXTERNAL,
    /** Nobody: searches scan what the index does not cover. */
    OFF
  }

  public static OptimizeConfig defaults() {
    return new OptimizeConfig(DEFAULT_MODE);
  }
}
