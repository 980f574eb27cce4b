package dev.freshet.autoloader.event;

/** The text of a message is not what the storage writes. */
public final class UnreadableEventException extends Exception {
  private static final long serialVersionUID = 1;

  /**
   * @param reason what is wrong, without a full stop
   */
  public UnreadableEventException(String reason) {
    super(reason);
  }
}
