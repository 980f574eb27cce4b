package dev.freshet.autoloader.option;

/**
 * An option is unknown or has a value that cannot be used. Repeating does not help: the option must
 * be corrected.
 */
public final class InvalidOptionException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  private final String option;
  private final String problem;

  /**
   * @param option its name, as it was given
   * @param why what is wrong, with the value, without a full stop
   * @param whatToDo the remedy, without a full stop
   */
  public InvalidOptionException(String option, String why, String whatToDo) {
    super("Cannot use option " + option + ": " + why + ". " + whatToDo + ".");
    this.option = option;
    this.problem = why + ". " + whatToDo + ".";
  }

  /** Name of the option. */
  public String option() {
    return option;
  }

  /** What is wrong and what to do, for callers that name the option in their own way. */
  public String problem() {
    return problem;
  }
}
