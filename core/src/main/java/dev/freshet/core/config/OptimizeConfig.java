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
    /** {@code freshet run} sees to it. */
    PROCESS,
    /** Somebody else does; {@code freshet run} leaves the index alone. */
    EXTERNAL,
    /** Nobody: searches scan what the index does not cover. */
    OFF
  }

  public static OptimizeConfig defaults() {
    return new OptimizeConfig(DEFAULT_MODE);
  }
}
